"""What a screen shows, composed from the rooms `geo` and `data`; nothing here knows Streamlit."""
