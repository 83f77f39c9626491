"""Figures of benchmarks and of runs on real data: a table on the screen and a TSV file."""
import operator
import os
import re

AIMS = {"<=": operator.le, ">=": operator.ge, "=": operator.eq, "<": operator.lt, ">": operator.gt}


class Figures:
    """Writes a line a figure: name, value, unit, aim, what it is compared with.

    keep: what the file says already stays, but for figures of the same names.
    """

    def __init__(self, path, keep=False):
        self.path = path
        self.lines = {}
        if keep and os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                self.lines = {line.partition("\t")[0]: line for line in file}
        self.missed = []

    def add(self, name, value, unit, aim="", against=""):
        """aim: '<=330', '>=0.6', '=2068' or '' for none; value: a number."""
        text = f"{value:.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
        self.lines.pop(name, None)
        self.lines[name] = "\t".join((name, text, unit, aim, against)) + "\n"
        with open(self.path, "w", encoding="utf-8") as file:
            file.writelines(self.lines.values())
        missed = "" if self.holds(value, aim) else "  MISSED"
        if missed:
            self.missed.append(name)
        print(f"{name:36} {text:>12} {unit:8} {aim:10} {against}{missed}", flush=True)

    def share(self, path, prefix):
        """Puts the figures whose names begin with prefix into another file, too."""
        other = Figures(path, keep=True)
        other.lines.update({name: line for name, line in self.lines.items() if name.startswith(prefix)})
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(other.lines.values())

    def skip(self, name, why):
        print(f"{name:36} {'skipped':>12} {why}", flush=True)

    @staticmethod
    def holds(value, aim):
        match = re.fullmatch(r"(<=|>=|=|<|>)([0-9.]+)", aim)
        return not aim or bool(match and AIMS[match[1]](float(value), float(match[2])))
