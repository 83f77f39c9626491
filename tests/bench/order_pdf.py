"""What the PDF of an order takes: the figure order.pdf_ms, of an order of two pages by a process that has made one before, and
order.first_pdf_ms, with the start of the process."""
import statistics
import time

import papers as document

ROUNDS = 40
LINE = "{}. Дорожній знак: знак 2.1 «Дати дорогу» закрила гілка каштана, об’їзду не видно. Місце: вул. Межигірська, {}. Перевірено на місці 28.11.2026."


def question():
    found = "\n".join(LINE.format(n, n) for n in range(1, 16))
    return dict(document.QUESTION, text=f"{document.QUESTION['text']}\nВиявлено:\n{found}\n\nСтрок: до 9 грудня 2026 року включно.\n")


def run(figures, build):
    asked, took = question(), []
    begin = time.perf_counter()
    with document.Papers(build) as papers:
        assert papers.ask(asked)
        first = (time.perf_counter() - begin) * 1000
        for _ in range(ROUNDS):
            begin = time.perf_counter()
            pdf = papers.ask(asked)
            took.append((time.perf_counter() - begin) * 1000)
    figures.add("order.pdf_ms", statistics.median(took), "ms", "<=250", f"two pages, {len(pdf)} bytes; median of {ROUNDS}")
    figures.add("order.first_pdf_ms", first, "ms", "<=1000", "with the start of the process")
