"""What is printed or handed on."""
