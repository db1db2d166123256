"""The command line of the store: `python -m data import|export|communities|demo|migrate|backup|account`.

Exit code 0: done. 1: refused or failed, with the reason in one sentence each. 2: the command is wrong.
"""

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from data import account_commands, commands
from data.access import ROLES
from data.terminal import Terminal
from geo.errors import MapError
from geo.layers import LAYERS


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    options = parser().parse_args(arguments)
    logging.getLogger("data").addHandler(logging.NullHandler())  # what is refused is told below, in a sentence
    terminal = Terminal(options.lang)
    try:
        return int(options.run(options, terminal))
    except MapError as error:
        terminal.fail(error)
        return 1
    except KeyboardInterrupt:
        terminal.end_progress()
        return 130


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    top = argparse.ArgumentParser(prog="python -m data", description="社区数据的导入、导出与维护")
    _add_common(top)
    top.set_defaults(lang=None, database="")
    commands_ = top.add_subparsers(title="命令", required=True, metavar="命令")
    _add_import(commands_)
    export = _command(commands_, "export", commands.export, "把一个社区的全部图层写成一个 GeoPackage")
    export.add_argument("file", type=Path, metavar="文件.gpkg")
    export.add_argument("--community", required=True, metavar="名称", help="社区编号或名称")
    _command(commands_, "communities", commands.list_communities, "列出数据库里的社区")
    demo = _command(commands_, "demo", commands.demo, "建立示例社区")
    demo.add_argument("--rebuild", action="store_true", help="把示例社区恢复原样")
    _command(commands_, "migrate", commands.migrate, "建立数据库,或更新到当前版本")
    backup = _command(commands_, "backup", commands.backup, "备份 SQLite 数据库(可在使用中进行)")
    backup.add_argument("file", type=Path, metavar="文件")
    _add_account(commands_)
    return top


def _command(among: argparse._SubParsersAction, name: str, run: object, words: str) -> argparse.ArgumentParser:
    added: argparse.ArgumentParser = among.add_parser(name, help=words, description=words)
    added.set_defaults(run=run)
    _add_common(added)
    return added


def _add_common(to: argparse.ArgumentParser) -> None:
    """Options that may stand before or after the command."""
    to.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS, help="提示语言,默认取自设置")
    to.add_argument("--database", default=argparse.SUPPRESS, metavar="URL", help="数据库地址,默认取自设置")


def _add_import(among: argparse._SubParsersAction) -> None:
    """The import command; field=column pairs are checked by `commands.pairs`."""
    words = "导入 GeoJSON、GeoPackage、zip 压缩的 Shapefile 或 SWMM 管网"
    add = _command(among, "import", commands.import_, words).add_argument
    add("file", type=Path, metavar="文件")
    add("--community", required=True, metavar="名称", help="社区编号或名称;没有的名称会新建社区")
    layers = ", ".join(layer.key for layer in LAYERS)
    add("--layer", required=True, metavar="图层", choices=[*(layer.key for layer in LAYERS), "all"],
        help=f"导入到哪个图层:{layers};all = 本系统导出的整个 GeoPackage,或 SWMM 文件的全部管网")  # fmt: skip
    add("--field", action="append", default=[], type=commands.pair, metavar="字段=列", help="字段取自文件的哪一列")
    add("--set", action="append", default=[], type=commands.pair, metavar="字段=值", help="给每一行同一个值")
    add("--id", dest="id_field", metavar="列", help="编号所在的列;不指定则按内容生成稳定的编号")
    add("--crs", metavar="坐标系", help="坐标系,如 EPSG:4547、EPSG:4326、GCJ-02(高德)、BD-09(百度)")
    add("--swap-axes", action="store_true", help="文件里纬度在前时对调")
    add("--encoding", metavar="编码", help="文字编码,如 GB18030、Big5")
    add("--source-layer", metavar="表", help="文件有多个图层时,用哪一个")
    add("--repair", action="store_true", help="修复无效的面(如自相交)")
    add("--without", action="append", default=[], metavar="字段", help="允许这个必填字段(或 geometry)没有值")
    add("--skip-faulty", action="store_true", help="跳过有错的行,导入其余的行")
    add("--dry-run", action="store_true", help="只检查和报告,不写入")
    add("--all-problems", action="store_true", help="列出全部问题(默认每种至多 10 行)")
    add("--who", default="", metavar="姓名", help="记入历史的操作者,默认是系统用户名")


def _add_account(among: argparse._SubParsersAction) -> None:
    """The commands of accounts; passwords are read from a prompt or from standard input."""
    words = "账户:谁可以登录(密码从键盘或标准输入读取)"
    inner = among.add_parser("account", help=words, description=words).add_subparsers(
        title="命令", required=True, metavar="命令"
    )
    add = _command(inner, "add", account_commands.add, "新增账户;第一个必须是管理员").add_argument
    add("name", metavar="账户名")
    add("--role", default=ROLES[0].key, choices=[role.key for role in ROLES[:-1]], help="角色,默认 administrator")
    add("--community", default="", metavar="编号", help="角色只在这个社区有效;不写则在全部社区有效")
    add("--person", default="", metavar="编号", help="名册中的人员;网格员和楼栋长必填,其范围就是此人负责的网格和楼栋")
    add("--email", default="", metavar="邮箱", help="统一身份认证中的邮箱")
    _command(inner, "password", account_commands.password, "更改密码").add_argument("name", metavar="账户名")
    disable = _command(inner, "disable", account_commands.disable, "停用账户,其登录立即失效").add_argument
    disable("name", metavar="账户名")
    disable("--enable", action="store_true", help="重新启用")
    _command(inner, "list", account_commands.list_accounts, "列出账户")


if __name__ == "__main__":
    sys.exit(main())
