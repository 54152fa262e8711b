"""Completions for bash, zsh and fish, made from the parser.

shtab, which makes such files of any parser, was tried (1.13): of 29 options with a few values each
its bash completes 13 after a blank and none after ``--option=``. The others have a function written
for each shell, as the states of a machine have here, and the man page needs the parser as data too.
"""

from __future__ import annotations

from collections.abc import Iterator

from installer.commands import Argument, Command, commands

_MACHINES = "vmx|vmtx|ova|ovf"  #: how files end that a machine with states is opened by

BASH = r"""# bash completion for vmx2xen
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
    _vmx2xen_states() {{  # of the first machine on the line, as --snapshot takes them
        local each machine="" IFS=$'\t'
        for word in "${{COMP_WORDS[@]:1}}"; do
            word="${{word//\\/}}"
            word="${{word/#~\//$HOME/}}"
            for each in "$word" "$word"/*.vmx; do
                [[ -z $machine && -f $each && $each == *.@({kinds}) ]] && machine="$word"
            done
        done
        [[ -n $machine ]] || return
        while read -r word _; do
            [[ $word == "${{current//\\/}}"* ]] && COMPREPLY+=("$(printf %q "$word")")
        done < <("${{COMP_WORDS[0]}}" inspect "$machine" --states 2>/dev/null </dev/null)
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

ZSH = r"""#compdef vmx2xen
_vmx2xen_states() {{  # of the first machine on the line, as --snapshot takes them
  local word each machine
  local -a states
  for word in ${{(Q)words[2,-1]}}; do
    word=${{word/#\~\//$HOME/}}
    for each in $word(N) $word/*.vmx(N); do
      [[ -z $machine && -f $each && $each == *.({kinds}) ]] && machine=$word
    done
  done
  [[ -n $machine ]] || return
  states=(${{${{(f)"$(vmx2xen inspect $machine --states 2>/dev/null </dev/null)"}}%%$'\t'*}})
  compadd -a states
}}
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


FISH = r"""# fish completion for vmx2xen
function __vmx2xen_states  # of the first machine on the line, as --snapshot takes them
    for word in (commandline -opc)[2..]
        set word (string replace -r '^~/' "$HOME/" -- $word)
        for each in $word $word/*.vmx
            if test -f "$each"; and string match -qr '\.({kinds})$' -- $each
                vmx2xen inspect $word --states 2>/dev/null </dev/null
                return
            end
        end
    end
end
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
        kinds=_MACHINES,
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
    functions = {
        "file": "_vmx2xen_paths -f",
        "folder": "_vmx2xen_paths -d",
        "state": "_vmx2xen_states",
    }
    return functions.get(argument.kind, ":")


def _names(command: Command) -> list[str]:
    return [name for each in command.options for name in each.names]


def zsh() -> str:
    own, *others = commands()
    return ZSH.format(
        kinds=_MACHINES,
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
    functions = {"file": "_files", "folder": "_files -/", "state": "_vmx2xen_states"}
    return functions.get(argument.kind, " ")


def _plain(text: str) -> str:
    """Without the signs that have a meaning within an _arguments specification."""
    return text.translate({ord(sign): "\\" + sign for sign in "\\[]:"})


def fish() -> str:
    own, *others = commands()
    outside = "not __fish_seen_subcommand_from " + " ".join(each.name for each in others)
    lines = [FISH.replace("{kinds}", _MACHINES).rstrip()]
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
    elif argument.kind == "folder":
        words.append("-x -a '(__fish_complete_directories)'")
    elif argument.kind == "state":
        words.append("-x -a '(__vmx2xen_states)'")
    elif argument.value:
        words.append("-r -F" if argument.kind else "-x")
    if argument.help:
        words.append(f"-d {_quoted(argument.help)}")
    return " ".join(words)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
