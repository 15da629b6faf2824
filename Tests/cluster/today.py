#!/usr/bin/env python3
"""Runs the statements of a folder through today's engine: today.py FOLDER

The folder has statements.json, a list; NAME.rows with the rows of table NAME in RowBinary; and tables.json, the columns of each.
Writes answers.json: of each SELECT its lines in order of bytes, or what went wrong.
"""
import json, pathlib, sys

from chdb import session

folder = pathlib.Path(sys.argv[1])
tables = json.loads((folder / "tables.json").read_text())
engine = session.Session()
answers = {}
for statement in json.loads((folder / "statements.json").read_text()):
    try:
        if statement.startswith("SELECT"):
            text = engine.query(statement.replace("FORMAT RowBinary", "FORMAT TabSeparated"), "TabSeparated").bytes()
            answers[statement] = sorted(text.decode(errors="surrogateescape").splitlines())
        elif statement.startswith("INSERT"):
            continue
        else:
            engine.query(statement)
            answers[statement] = []
            for name, columns in tables.items():
                # As soon as the table is there.
                if statement.startswith("CREATE TABLE") and " plain.%s " % name in statement:
                    engine.query("INSERT INTO plain.%s SELECT * FROM file('%s', 'RowBinary', '%s')"
                                 % (name, folder / (name + ".rows"), columns))
    except Exception as error:
        answers[statement] = "%s" % error
(folder / "answers.json").write_text(json.dumps(answers))
