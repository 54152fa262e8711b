"""Completions for bash, zsh and fish, made from the parser."""

from __future__ import annotations

from collections.abc import Iterator

from installer.commands import Argument, Command, commands

BASH = """\
# bash completion for vmx2xen
_vmx2xen() {{
    local word command="" last="${{COMP_WORDS[COMP_CWORD-1]}}" current="${{COMP_WORDS[COMP_CWORD]}}"
    for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
        case "$word" in {names}) command="$word"; break ;; esac
    done
    if [[ $current == "=" ]]; then  # bash takes --option=value for three words
        current=""
    elif [[ $last == "=" ]]; then
        last="${{COMP_WORDS[COMP_CWORD-2]}}"
    fi
    _vmx2xen_words() {{ mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current"); }}
    _vmx2xen_paths() {{
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen "$1" -- "$current")
    }}
    case "$command $last" in
{values}
    esac
    case "$command $current" in
{options}
        *) _vmx2xen_paths -f ;;
    esac
    [[ -n $command || $current == -* ]] || COMPREPLY+=($(compgen -W "{words}" -- "$current"))
}}
complete -F _vmx2xen vmx2xen
"""

ZSH = """\
#compdef vmx2xen
_vmx2xen() {{
  local -a commands=(
{commands}
  )
  if (( CURRENT == 2 )); then
    _arguments {own}
    _describe command commands
    _files
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
{cases}
    *) _files ;;
  esac
}}
_vmx2xen "$@"
"""


def bash() -> str:
    own, *others = commands()
    names = [each.name for each in others]
    values = [line for each in (own, *others) for line in _bash_values(each)]
    options = [
        f'        "{each.name} "-*) _vmx2xen_words "{" ".join(_names(each))}" ;;'
        for each in (own, *others)
    ]
    return BASH.format(
        names="|".join(names),
        words=" ".join(names),
        values="\n".join(values),
        options="\n".join(options),
    )


def _bash_values(command: Command) -> Iterator[str]:
    for each in command.options:
        if each.value:
            patterns = "|".join(f'"{command.name} {name}"' for name in each.names)
            yield f"        {patterns}) {_bash_action(each)}; return ;;"


def _bash_action(argument: Argument) -> str:
    if argument.choices:
        return f'_vmx2xen_words "{" ".join(argument.choices)}"'
    paths = {"file": "_vmx2xen_paths -f", "folder": "_vmx2xen_paths -d"}
    return paths.get(argument.path, ":")


def _names(command: Command) -> list[str]:
    return [name for each in command.options for name in each.names]


def zsh() -> str:
    own, *others = commands()
    return ZSH.format(
        commands="\n".join(f"    {_quoted(f'{each.name}:{each.help}')}" for each in others),
        own=" ".join(_zsh_option(each) for each in own.options),
        cases="\n".join(
            f"    {each.name}) _arguments {_zsh_arguments(each)} ;;" for each in others
        ),
    )


def _zsh_arguments(command: Command) -> str:
    options = [_zsh_option(each) for each in command.options]
    places = [_quoted(f":{_plain(each.value)}:{_zsh_action(each)}") for each in command.positionals]
    return " ".join((*options, *places))


def _zsh_option(argument: Argument) -> str:
    value = f":{_plain(argument.value)}:{_zsh_action(argument)}" if argument.value else ""
    rest = _quoted(f"[{_plain(argument.help)}]{value}")
    names = ",".join(argument.names)
    if len(argument.names) == 1:
        return f"{_quoted('*') if argument.repeated else ''}{names}{rest}"
    excluded = "" if argument.repeated else _quoted(f"({' '.join(argument.names)})")
    return f"{excluded or _quoted('*')}{{{names}}}{rest}"


def _zsh_action(argument: Argument) -> str:
    if argument.choices:
        return f"({' '.join(argument.choices)})"
    return {"file": "_files", "folder": "_files -/"}.get(argument.path, " ")


def _plain(text: str) -> str:
    """Without the signs that have a meaning within an _arguments specification."""
    return text.translate({ord(sign): "\\" + sign for sign in "\\[]:"})


def fish() -> str:
    own, *others = commands()
    outside = "not __fish_seen_subcommand_from " + " ".join(each.name for each in others)
    lines = ["# fish completion for vmx2xen"]
    for each in others:
        lines.append(
            f"complete -c vmx2xen -n {_quoted(outside)} -a {each.name} -d {_quoted(each.help)}"
        )
    for command in (own, *others):
        seen = f"__fish_seen_subcommand_from {command.name}" if command.name else outside
        start = f"complete -c vmx2xen -n {_quoted(seen)}"
        lines += [f"{start} {_fish_option(each)}" for each in command.options]
    return "\n".join(lines) + "\n"


def _fish_option(argument: Argument) -> str:
    words = [
        f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in argument.names
    ]
    if argument.choices:
        words.append(f"-x -a {_quoted(' '.join(argument.choices))}")
    elif argument.path == "folder":
        words.append("-x -a '(__fish_complete_directories)'")
    elif argument.value:
        words.append("-r -F" if argument.path else "-x")
    if argument.help:
        words.append(f"-d {_quoted(argument.help)}")
    return " ".join(words)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
