"""DuckDB's part of the benchmark: duckdb_peer.py MODE LOGS [--db FILE] [--answer FILE]

  query   counts of device, code and 15-minute window over error-level records, straight from the files, repeated
          records counted once; nothing is stored
  load    stores every Connections record (time, operation, level, code, device, module, protocol, address), each
          once, and the table of the same counts
  wide    the same with every column that hubdrops keeps: hub, SDK, authentication and description too
  answer  counts of every record, of odd spelling too, by all that hubdrops counts by; not timed

`hive_partitioning=false` is needed: the export's folders look like partitions (y=2026/m=03/...), and DuckDB would take
the columns resourceId, y, m, d and h from the path, so that a record repeated in the next hour's file would no longer
be a repetition.
"""

import argparse
import os

import duckdb

TEXTS = ["time", "resourceId", "operationName", "category", "level", "resultType", "resultDescription", "properties",
         "location"]
WINDOW = "time_bucket(INTERVAL 15 MINUTE, {})"


def files(logs, columns):
    glob = os.path.join(logs, "**", "PT1H.json").replace("'", "''")
    return (f"read_json('{glob}', format='newline_delimited', columns={{{columns}}}, hive_partitioning=false, "
            "ignore_errors=true)")


def plain(logs):
    return files(logs, ", ".join(f"{name}: 'VARCHAR'" for name in TEXTS))


def query(connection, logs):
    connection.execute(f"""
        CREATE TEMP TABLE counts AS
        SELECT properties->>'$.deviceId' AS device, resultType AS code,
            {WINDOW.format("substr(time, 1, 19)::TIMESTAMP")} AS moment, count(*) AS records
        FROM (SELECT DISTINCT * FROM {plain(logs)} WHERE category = 'Connections' AND level = 'Error')
        GROUP BY ALL""")


WIDE = """, resourceId AS hub, resultDescription AS description, properties->>'$.sdkVersion' AS sdk,
            properties->>'$.authType' AS authentication"""


def load(connection, logs, more=""):
    connection.execute(f"""
        CREATE TABLE event AS
        SELECT DISTINCT substr(time, 1, 19)::TIMESTAMP AS time, operationName AS operation, level, resultType AS code,
            properties->>'$.deviceId' AS device, properties->>'$.moduleId' AS module,
            properties->>'$.protocol' AS protocol, properties->>'$.maskedIpAddress' AS address{more}
        FROM {plain(logs)} WHERE category = 'Connections'""")
    connection.execute(f"""
        CREATE TABLE counts AS
        SELECT device, code, {WINDOW.format("time")} AS moment, count(*) AS records
        FROM event WHERE level = 'Error' GROUP BY ALL""")


def answer(connection, logs):
    texts = ", ".join(f"{name} VARCHAR" for name in TEXTS)
    source = files(logs, ", ".join([*(f"{name}: 'VARCHAR'" for name in TEXTS), f"records: 'STRUCT({texts})[]'"]))
    names = ", ".join(TEXTS)
    unfolded = ", ".join(f"r.{name}" for name in TEXTS)
    connection.execute(f"""
        CREATE TEMP TABLE counts AS
        WITH lines AS (SELECT * FROM {source}),
        each_record AS (
            SELECT {names} FROM lines WHERE records IS NULL
            UNION ALL SELECT {unfolded} FROM (SELECT unnest(records) AS r FROM lines WHERE records IS NOT NULL)),
        event AS (
            SELECT DISTINCT substr(time, 1, 19)::TIMESTAMP AS moment, lower(split_part(resourceId, '/', -1)) AS hub,
                operationName AS operation, level, coalesce(resultType, '') AS code,
                coalesce(resultDescription, '') AS description, properties->>'$.deviceId' AS device,
                coalesce(properties->>'$.moduleId', '') AS module, properties->>'$.sdkVersion' AS sdk,
                properties->>'$.protocol' AS protocol, properties->>'$.authType' AS authentication,
                properties->>'$.maskedIpAddress' AS address
            FROM each_record WHERE category = 'Connections')
        SELECT hub, device, module, operation, level, code, {WINDOW.format("moment")} AS moment, count(*) AS records
        FROM event GROUP BY ALL""")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("mode", choices=["query", "load", "wide", "answer"])
    parser.add_argument("logs")
    parser.add_argument("--db", default=":memory:")
    parser.add_argument("--answer")
    given = parser.parse_args()
    connection = duckdb.connect(given.db)
    modes = {"query": query, "load": load, "wide": lambda *given: load(*given, WIDE), "answer": answer}
    modes[given.mode](connection, given.logs)
    if given.answer:
        connection.execute(f"""
            COPY (SELECT * EXCLUDE moment, strftime(moment, '%Y-%m-%dT%H:%M:%SZ') AS "window" FROM counts)
            TO '{given.answer}' (HEADER)""")
    print(connection.execute("SELECT count(*), sum(records)::BIGINT FROM counts").fetchone())


if __name__ == "__main__":
    main()
