"""What each command of `python -m data` does: each takes the options and a terminal, and returns the exit code."""

import argparse
import getpass
from pathlib import Path

from data import china_day
from data import communities as kept
from data import store as stores
from data.demo import spec
from data.errors import AlreadyExists, NoSuchCommunity
from data.exporting import export_community
from data.importing import ImportReport, LayerReport, import_file
from data.settings import load_settings
from data.store import Store
from data.terminal import Terminal
from geo.exchange.planning import Reading
from geo.layers import LAYER_BY_KEY
from geo.words import N_


def pair(text: str) -> tuple[str, str]:
    """ "field=column" as a pair; argparse turns the ValueError into exit code 2."""
    key, sign, value = text.partition("=")
    if not sign or not key.strip():
        raise argparse.ArgumentTypeError(f"“{text}”应写成 字段=列名")
    return key.strip(), value.strip()


def import_(options: argparse.Namespace, terminal: Terminal) -> int:
    """Import a file, and report every fault of every row."""
    reading = Reading(
        fields=dict(options.field),
        constants=dict(options.set),
        id_field=options.id_field,
        crs=options.crs,
        swap_axes=options.swap_axes,
        repair=options.repair,
        without=tuple(options.without),
    )
    report = import_file(
        _store(options),
        options.file,
        community=options.community,
        layer=options.layer,
        who=options.who or _user(),
        reading=reading,
        source_layer=options.source_layer,
        encoding=options.encoding,
        dry_run=options.dry_run,
        skip_faulty=options.skip_faulty,
        progress=terminal.progress,
    )
    terminal.problems(report.problems, all_of_them=options.all_problems)
    _say_report(report, terminal)
    return 1 if report.is_refused else 0


def export(options: argparse.Namespace, terminal: Terminal) -> int:
    """Write a community to a GeoPackage."""
    store = _store(options)
    community = _community(store, options.community)
    rows = export_community(store, community.id, options.file, progress=terminal.progress)
    for key, count in rows.items():
        terminal.say(N_("{title}({layer}):{count} 行"), title=LAYER_BY_KEY[key].title, layer=key, count=count)
    terminal.say(N_("已写入 {path}"), path=options.file)
    return 0


def list_communities(options: argparse.Namespace, terminal: Terminal) -> int:
    """One line per community: id, name, whether it is a sample."""
    for community in kept.communities(_store(options)):
        sample = terminal.text(N_("示例数据")) if community.is_sample else ""
        terminal.say("{line}", line="\t".join((community.id, community.name, sample)).rstrip())
    return 0


def demo(options: argparse.Namespace, terminal: Terminal) -> int:
    """Make the sample community where it is missing, or bring it back to what it was."""
    from data import demo as sample
    from data.demo.meetings import load_meetings
    from data.demo.notices import load_notices
    from data.demo.people import load_people
    from data.demo.projects import load_projects

    store = _store(options)
    if any(community.id == spec.COMMUNITY_ID and not community.is_sample for community in kept.communities(store)):
        raise AlreadyExists(
            N_("社区 {community} 是您自己的数据,不能改成示例社区;请换一个数据库"), community=spec.COMMUNITY_ID
        )
    if not options.rebuild and any(community.is_sample for community in kept.communities(store)):
        terminal.say(N_("示例社区已经存在;加 --rebuild 可恢复原样"))
        return 0
    made = sample.load(store, terminal.progress)
    # The pictures belong to the settings' own database; of another one the folder of live files is not known.
    pictures = None if options.database else load_settings().live_folder / "photos"
    load_projects(store, made, china_day.today(), pictures, terminal.progress)
    load_people(store, made, china_day.today(), terminal.progress)
    load_meetings(store, made, china_day.today(), terminal.progress)
    load_notices(store, made, china_day.today(), terminal.progress)
    terminal.say(N_("示例社区已建立"))
    return 0


def migrate(options: argparse.Namespace, terminal: Terminal) -> int:
    """Create the database or bring it up to date."""
    store = _store(options)
    terminal.say(N_("数据库 {database} 已是当前版本"), database=store.name)
    return 0


def backup(options: argparse.Namespace, terminal: Terminal) -> int:
    """Copy a SQLite database while it may be in use."""
    path: Path = stores.backup(_store(options), options.file.resolve())
    terminal.say(N_("已备份到 {path}"), path=path)
    return 0


def _say_report(report: ImportReport, terminal: Terminal) -> None:
    for layer in report.layers:
        _say_layer(layer, terminal)
    name = {"community": report.community.name, "id": report.community.id}
    if report.is_refused:
        of_the_file = any(problem.row is None and problem.severity == "error" for problem in report.problems)
        hint = N_("没有导入任何数据。请改正后重试。")
        terminal.say(hint if of_the_file else N_("没有导入任何数据。改正后重试,或用 --skip-faulty 跳过有错的行。"))
    elif not report.is_done:
        terminal.say(N_("试运行:没有写入。目标社区 {community}({id})"), **name)
    elif report.is_new_community:
        terminal.say(N_("已导入到新建的社区 {community}({id})"), **name)
    else:
        terminal.say(N_("已导入到社区 {community}({id})"), **name)


def _say_layer(layer: LayerReport, terminal: Terminal) -> None:
    title = LAYER_BY_KEY[layer.layer].title
    if layer.counts is None:
        terminal.say(N_("{title}:{rows} 行"), title=title, rows=layer.rows)
        return
    terminal.say(
        N_("{title}:{rows} 行,新增 {added},更改 {changed},不变 {unchanged}"),
        title=title,
        rows=layer.rows,
        **vars(layer.counts),
    )
    matched = ", ".join(f"{key}←{column}" for key, column in layer.sources.items() if key != column)
    if matched:
        terminal.say(N_("  字段:{matched}"), matched=matched)
    if layer.kept_columns:
        terminal.say(N_("  未对应字段的列原样保留:{columns}"), columns=", ".join(layer.kept_columns))
    if layer.crs:
        terminal.say(N_("  坐标系:{crs}"), crs=layer.crs)
    if layer.left_out:
        shown = ", ".join(map(str, layer.left_out[:50])) + (" …" if len(layer.left_out) > 50 else "")
        terminal.say(N_("  跳过 {count} 行:{rows}"), count=len(layer.left_out), rows=shown)


def _store(options: argparse.Namespace) -> Store:
    return stores.open_store(options.database or None)


def _community(store: Store, wanted: str) -> kept.Community:
    for community in kept.communities(store):
        if wanted in (community.id, community.name):
            return community
    raise NoSuchCommunity(N_("没有社区 {community}。请先建立它,或检查写法。"), community=wanted)


def _user() -> str:
    """The name of the system's user: who stands in the history of a command's write."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user id without a name, in a container
        return "command"
