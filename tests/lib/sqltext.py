"""The files of sql/ as text: statements, what they create, and which names of Varta's schemas they use."""
import glob
import os
import re

from database import ROOT

SQL = ROOT + "/sql"
CREATED = re.compile(r"create (?:or replace )?(?:unlogged )?(function|aggregate|type|view|table|sequence|schema|trigger|policy"
                     r"|text search configuration) ([\w.]+)")
NAME = re.compile(r"\b(?:varta|api|sync|audit)\.\w+")


def statements(text):
    """The statements of a file, each without the comments before it."""
    token = re.compile(r"--[^\n]*|'[^']*'|\"[^\"]*\"|\$(\w*)\$.*?\$\1\$|;", re.S)
    found, start = [], 0
    for match in token.finditer(text):
        if match.group() == ";":
            found.append(text[start:match.end()])
            start = match.end()
    return [re.sub(r"\A(\s|--[^\n]*\n)+", "", statement) for statement in found]


def created(statement):
    """(kind, name) of what a statement creates, or None."""
    match = CREATED.match(statement)
    return match.groups() if match else None


def names(statement):
    """The qualified names in a statement; comments do not count, nor do the settings of a session."""
    text = re.sub(r"--[^\n]*", "", statement)
    text = re.sub(r"(set_config|current_setting)\('[\w.]+'", "", text)
    return set(NAME.findall(text))


def read(path):
    with open(f"{SQL}/{path}", encoding="utf-8") as file:
        return file.read()


def code_files():
    """The files that install.sql names, in its order."""
    return re.findall(r"(?m)^\\ir (\S+)$", read("code/install.sql"))


def all_code_files():
    return sorted(os.path.relpath(path, SQL + "/code") for path in glob.glob(SQL + "/code/**/*.sql", recursive=True))


def plan():
    """{change: changes that it requires}, in the order of the plan."""
    found = {}
    for line in read("sqitch.plan").splitlines():
        match = re.match(r"([\w]+) (?:\[([\w ]+)\] )?\d{4}-", line)
        if match:
            found[match[1]] = (match[2] or "").split()
    return found
