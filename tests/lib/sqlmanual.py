"""What manuals say of the functions of the database, from the same comments and rights as sql/reference: the page
varta-api(7), and the table of rights in vartactl(8). For tools/sql-reference."""
import re
import textwrap

# The roles in the order of the table's columns, and the letters at their heads.
ROLES = ("moderator", "officer", "traffic", "expert", "auditor", "admin", "sync", "super")
NAMES_WIDTH = 90
BEGIN, END = '.\\" Made by tools/sql-reference: begin', '.\\" Made by tools/sql-reference: end'
HEAD = """.\\" Made by tools/sql-reference from the comments in sql/; not to be edited.
.Dd November 29, 2026
.Dt VARTA-API 7
.Os
.Sh NAME
.Nm varta-api
.Nd functions of the database of Varta
.Sh DESCRIPTION
All that operators, the daemon and administrators do goes through these functions.
An operator is a login role of PostgreSQL: what it may see and do follows from its
roles and cities, whatever program calls.
Each function says what it takes
.Pq its parameters in their order ,
what it returns, how it fails, and for which roles it is.
.Pp
Errors are SQLSTATEs; their arguments are a JSON array in DETAIL:
.Bl -tag -width 40001
.It Li VA001
not found; also: in no city of the caller
.It Li VA002
not possible in this state
.It Li VA003
a value is not allowed
.It Li VA004
not for this role
.It Li VA005
there is one already
.It Li VA006
unknown key in the filter
.It Li 40001
somebody changed it first; DETAIL says who, and has the row as it is now
.It Li 42501
no right to call it
.El
"""
FOOT = """.Sh ENVIRONMENT
.Bl -tag -width Ds
.It Ev PGHOST , PGUSER , PGDATABASE , PGSERVICE , PGPASSFILE
and the others of libpq say which database, and as whom.
.El
.Sh FILES
.Bl -tag -width Ds
.It Pa share/varta/sql/code
The functions, a file for each of the chapters above.
.El
.Sh EXAMPLES
The ten most urgent requests of a city, and taking one of them on:
.Bd -literal -offset indent
psql <<'end'
select id, version, title
from api.queue_page('{"city": ["kyiv"]}', null, null, null, false, 10);
select id, status from api.accept(10427, 1);
end
.Ed
.Sh SEE ALSO
.Xr varta 1 ,
.Xr varta-syncd 8 ,
.Xr vartactl 8
.Pp
The tables stand in
.Pa sql/reference/tables.md
of the sources.
"""


def escaped(text):
    """Text that is no macro and has no escapes."""
    text = text.replace("\\", "\\e").replace('"', "\\(dq")
    return re.sub(r"(?m)^(?=[.'])", r"\\&", text)


def lines(text):
    """Each sentence on a line of its own, as manuals have them."""
    wrapped = [textwrap.wrap(sentence, 78, break_long_words=False, break_on_hyphens=False) for sentence in re.split(r"(?<=[.?!]) +", text)]
    return escaped("\n".join(line for sentence in wrapped for line in sentence))


def arguments(full):
    """The parameters, as the server lists them; a comma within a default separates none."""
    return [part for part in re.split(r", (?=p_\w+ )", full) if part]


def function(name, it, fields):
    yield ".It Fn " + " ".join([name, *('"' + escaped(part) + '"' for part in arguments(it["full"]))])
    yield ".Bl -item -compact"
    for title, text in fields:
        yield f".It\n{lines(f'{title}: {text}' if title else text)}"
    yield f".It\nFor {', '.join(it['roles'] or ['nobody'])}.\n.El"


def page(sections):
    """varta-api(7). sections: pairs of a title and chapters, which are triples of a title, a text, and of its functions
    the names with what is known of each and the fields of its comment."""
    yield HEAD.rstrip("\n")
    for title, chapters in sections:
        yield f".Sh {title}"
        for chapter, text, functions in chapters:
            yield f".Ss {chapter}\n{lines(text)}\n.Bl -tag -width Ds"
            for known in functions:
                yield from function(*known)
            yield ".El"
    yield FOOT.rstrip("\n")


def rights(objects):
    """The rows of the table of rights. objects: name to the roles that may call it; the names in their order."""
    rows = {}
    for name, roles in objects.items():
        rows.setdefault(tuple("x" if role in roles else "-" for role in ROLES), []).append(name.removeprefix("api."))
    for marks, names in sorted(rows.items(), key=lambda row: (row[0].count("x") == 1 and row[0][6] == "x", -row[0].count("x"))):
        for part in textwrap.wrap(", ".join(names), NAMES_WIDTH, break_long_words=False, break_on_hyphens=False):
            yield f".It {' Ta '.join(marks)} Ta {part.rstrip(',')}"


def with_rights(text, objects):
    """A manual with the table renewed."""
    before, rest = text.split(BEGIN + "\n")
    _, after = rest.split(END + "\n")
    return before + BEGIN + "\n" + "\n".join(rights(objects)) + "\n" + END + "\n" + after
