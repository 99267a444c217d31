"""Formulas in cells that ask for values: their last result counts, and is never taken for empty."""

import io
import zipfile


def with_result(content, formula, result, kind=b""):
    """Put a formula with its last result in place of a formula without."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for part in old.namelist():
            data = old.read(part)
            for value in (b"<v></v>", b"<v />", b"<v/>"):
                before = b"<f>%s</f>%s" % (formula, value)
                data = data.replace(before, b"<f>%s</f><v>%s</v>" % (formula, result))
            if kind and part.startswith("xl/worksheets/"):
                data = data.replace(b"<f>%s" % formula, b"@@<f>%s" % formula)
                head, mark, rest = data.partition(b"@@")
                if mark:
                    start = head.rindex(b"<c ")
                    data = head[:start] + b'<c t="' + kind + b'" ' + head[start + 3 :] + rest
            new.writestr(part, data)
    return out.getvalue()


def saved(book, tmp_path):
    return book.save(tmp_path / "formula.xlsx").read_bytes()


def test_the_last_result_counts(book, check, tmp_path):
    amount = book.at("materials", "amount", 2).value
    book.put("materials", "amount", "=E900*3", 2)
    content = with_result(saved(book, tmp_path), b"E900*3", str(amount).encode())
    found, findings = check(content)
    assert findings == []
    assert found.materials[2].amount == amount


def test_an_error_as_last_result_is_one(book, check, tmp_path):
    book.put("materials", "amount", "=E900*3", 2)
    content = with_result(saved(book, tmp_path), b"E900*3", b"#DIV/0!", b"e")
    _, findings = check(content)
    assert [f.code for f in findings] == ["WBK-037"]


def test_a_formula_without_result_is_not_an_empty_cell(book, check):
    book.put("materials", "note", '="a"&"b"', 2)
    _, findings = check(book)
    assert [(f.code, f.cell) for f in findings] == [
        ("WBK-038", book.at("materials", "note", 2).coordinate)
    ]
