"""The command line: `python -m bot …`, installed also as `kabinet …`.

Heavy imports wait until a command needs them: the demo's page is there before aiogram is read.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.console import console_texts, say_wrong_setting

t = console_texts()
app = typer.Typer(
    no_args_is_help=True, add_completion=False, help=t("cli.help"), pretty_exceptions_enable=False
)
imports = typer.Typer(no_args_is_help=True, help=t("cli.import"))
app.add_typer(imports, name="import")


@app.command(help=t("cli.demo"))
def demo(
    port: Annotated[int, typer.Option(min=0, max=65535, help=t("cli.demo.port"))] = 8080,
    *,
    open_browser: Annotated[bool, typer.Option("--open", help=t("cli.demo.open"))] = False,
) -> None:
    """The demo stand, with no token and no network."""
    from bot.demo.run import demo as start  # noqa: PLC0415 - see the module's docstring

    start(port, open_browser=open_browser)


@app.command(help=t("cli.run"))
def run() -> None:
    """The bot."""
    from bot.settings import load, require_for_run  # noqa: PLC0415 - see the module's docstring

    settings = load()
    require_for_run(settings)

    from bot.log import configure  # noqa: PLC0415 - the same
    from bot.run import run as start  # noqa: PLC0415 - the same

    configure(settings.log_level, settings.log_format)
    start(settings)


@app.command(help=t("cli.check"))
def check() -> None:
    """What is configured, reachable and trusted."""
    from bot.check import check as report  # noqa: PLC0415 - see the module's docstring
    from bot.settings import load  # noqa: PLC0415 - the same

    raise typer.Exit(report(load(), t))


@app.command(help=t("cli.migrate"))
def migrate() -> None:
    """Bring the database up to date."""
    from bot.settings import load  # noqa: PLC0415 - see the module's docstring
    from bot.upkeep import migrate as bring_up  # noqa: PLC0415 - the same

    bring_up(load(), t)


@imports.command(help=t("cli.import.services"))
def services(
    file: Annotated[Path, typer.Argument(help=t("cli.import.services.file"))],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=t("cli.import.dry-run"))] = False,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help=t("cli.import.skip-bad"))] = False,
) -> None:
    """Load connected services from a file."""
    from bot.settings import load  # noqa: PLC0415 - see the module's docstring
    from bot.upkeep import import_services  # noqa: PLC0415 - the same

    raise typer.Exit(import_services(load(), file, dry_run=dry_run, skip_bad=skip_bad, t=t))


@imports.command(help=t("cli.import.acts"))
def acts(
    path: Annotated[Path, typer.Argument(help=t("cli.import.acts.path"))],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=t("cli.import.dry-run"))] = False,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help=t("cli.import.acts.skip-bad"))] = False,
) -> None:
    """Load reconciliation acts from files."""
    from bot.settings import load  # noqa: PLC0415 - see the module's docstring
    from bot.upkeep import import_acts  # noqa: PLC0415 - the same

    raise typer.Exit(import_acts(load(), path, dry_run=dry_run, skip_bad=skip_bad, t=t))


def main() -> None:
    """Run the command line; a wrong setting is one clear line and exit code 2."""
    from bot.settings_error import SettingsError  # noqa: PLC0415 - see the module's docstring

    try:
        app()
    except SettingsError as wrong:
        say_wrong_setting(wrong, t)
        sys.exit(2)


if __name__ == "__main__":
    main()
