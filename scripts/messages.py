"""What the start says when it cannot go on: one sentence in Chinese, one in English, each with the way out.

Kept free of newer syntax: `start.py` reads it on any Python 3, also on one too old for the rest.
"""

import sys

MESSAGES = {
    "old_python": (
        "需要 Python {minimum} 或更新版本,这里的 {found};请安装后重试,或用 make run PYTHON=/路径/python3 指定。",
        "Python {minimum} or newer is needed, but {found}; install one, or name it: make run PYTHON=/path/to/python3.",
    ),
    "no_venv": (
        "这个 Python({python})缺少 venv 模块;在 Debian/Ubuntu 上请运行 sudo apt install {package},然后重试。",
        "This Python ({python}) lacks its venv module; on Debian/Ubuntu run sudo apt install {package} and try again.",
    ),
    "root_not_writable": (
        "无法写入项目文件夹 {folder}({reason});请把项目复制到有写权限的位置再运行。",
        "The project folder {folder} cannot be written ({reason}); copy the project to a place you may write to.",
    ),
    "download_failed": (
        "下载软件包失败({reason});请检查网络或代理后再运行同一条命令,会接着安装。记录:{log}",
        "Downloading packages failed ({reason}); check network and proxy, then run the same command again. Log: {log}",
    ),
    "install_failed": (
        "安装软件包失败({reason});解决后再运行同一条命令即可修复。记录:{log}",
        "Installing packages failed ({reason}); once that is solved, the same command repairs it. Log: {log}",
    ),
    "disk_full": (
        "磁盘空间不足,至少需要 1.5 GB;请清理后再运行同一条命令。记录:{log}",
        "The disk is full (about 1.5 GB is needed); free some space and run the same command again. Log: {log}",
    ),
    "venv_failed": (
        "无法建立运行环境 {folder}:{reason};请删除该文件夹后重试。",
        "The environment {folder} could not be made: {reason}; delete that folder and try again.",
    ),
    "bad_port": (
        "端口“{port}”不是 1 到 65535 之间的数字;例如 make run PORT={free}。",
        "The port '{port}' is not a number from 1 to 65535; for example: make run PORT={free}.",
    ),
    "port_taken": (
        "端口 {port} 已被{owner_zh}占用;请先停止它,或换一个端口:make run PORT={free}",
        "Port {port} is taken by {owner_en}; stop that first, or use another port: make run PORT={free}",
    ),
    "port_refused": (
        "不能在 {host}:{port} 上监听({reason});请换一个端口:make run PORT={free}",
        "Cannot listen on {host}:{port} ({reason}); use another port: make run PORT={free}",
    ),
}


def sentence(key, **values):
    """Both sentences of a message with their values filled in, Chinese first."""
    return "\n".join(text.format(**values) for text in MESSAGES[key])


class StartError(Exception):
    """The start stops here for a reason that the person can mend; `str()` of it is what to show."""

    def __init__(self, key, **values):
        Exception.__init__(self, sentence(key, **values))
        self.key = key
        self.values = values


def say(text):
    """Write a line for the person at the keyboard.

    A terminal without Chinese (`LANG=C`) shows question marks instead of ending in a UnicodeEncodeError.
    """
    stream = sys.stderr
    encoding = getattr(stream, "encoding", None) or "ascii"
    stream.write(text.encode(encoding, "replace").decode(encoding) + "\n")
    stream.flush()
