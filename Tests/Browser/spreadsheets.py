"""Our files as a spreadsheet program reads them."""
import pathlib, subprocess, tempfile, warnings

import openpyxl

# Comma, quotation mark, UTF-8, from line 1, automatic columns, quoted fields as text, and only
# numbers read as such: the choices of a person in the dialog for opening a CSV.
HOW_TO_OPEN = "CSV:44,34,76,1,,0,true,false"


def opened_by_libreoffice(files):
    """The first sheet of each CSV as LibreOffice reads it: rows of (type, value) of openpyxl."""
    with tempfile.TemporaryDirectory(prefix="office-") as folder:
        done = subprocess.run(
            ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile",
             f"--infilter={HOW_TO_OPEN}", "--convert-to", "xlsx", "--outdir", folder,
             *map(str, files)], capture_output=True, text=True, timeout=120,
            start_new_session=True)
        made = [pathlib.Path(folder) / f"{pathlib.Path(file).stem}.xlsx" for file in files]
        assert all(file.exists() for file in made), done.stdout + done.stderr
        return [sheets(file)[0] for file in made]


def sheets(file):
    with warnings.catch_warnings():
        # of bars in cells, which openpyxl does not read
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(file)
    return [[[(cell.data_type, cell.value) for cell in row] for row in sheet.iter_rows()]
            for sheet in book.worksheets]


def cells(text):
    """Rows of (whether it is quoted, value), as in RFC 4180."""
    rows, row, value, at = [], [], "", 0
    while at < len(text):
        quoted = text[at] == '"'
        if quoted:
            at += 1
            while text[at] != '"' or text[at:at + 2] == '""':
                value += text[at]
                at += 2 if text[at] == '"' else 1
            at += 1
        else:
            while text[at] not in ",\r":
                value += text[at]
                at += 1
        row.append((quoted, value))
        value = ""
        if text[at] == ",":
            at += 1
        else:
            assert text[at:at + 2] == "\r\n", text[at:at + 20]
            at += 2
            rows.append(row)
            row = []
    return rows
