CREATE TABLE event AS SELECT DISTINCT * FROM raw;
DROP TABLE raw;
CREATE TABLE counts AS
SELECT device, code, strftime('%Y-%m-%dT%H:%M:%SZ', unixepoch(time) / 900 * 900, 'unixepoch') AS "window",
  count(*) AS records
FROM event WHERE level = 'Error' GROUP BY 1, 2, 3;
SELECT count(*), sum(records) FROM counts;
