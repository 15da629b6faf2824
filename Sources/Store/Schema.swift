import SQLite

/// The tables of the database; `docs/database.md` explains them to operators.
enum Schema {
    /// `hbdr` in ASCII: what `file` and this program know the database by.
    static let applicationID: Int64 = 0x6862_6472

    static let migrations = [
        Migration(version: 1, sql: name + dictionaries + events + ledger + derived + views),
        Migration(version: 2, sql: periods),
        Migration(version: 3, sql: states),
        Migration(version: 4, sql: inputs),
        Migration(version: 5, sql: notes),
        Migration(version: 6, apply: EventPacking.apply),
        Migration(version: 7, sql: "ALTER TABLE file ADD COLUMN etag TEXT;"),
        Migration(version: 8, sql: resources),
        Migration(version: 9, sql: dayViews),
    ]

    /// Within the first step: a transaction of its own is four waits for the disk.
    private static let name = "PRAGMA application_id = \(applicationID);"

    private static let dictionaries = """
        CREATE TABLE text (
          id INTEGER PRIMARY KEY,
          value TEXT NOT NULL
        ) STRICT;
        INSERT INTO text (id, value) VALUES (0, '');
        CREATE TABLE device (
          id INTEGER PRIMARY KEY,
          name TEXT NOT NULL,
          module TEXT NOT NULL
        ) STRICT;
        CREATE TABLE client (
          id INTEGER PRIMARY KEY,
          device INTEGER NOT NULL,
          sdk INTEGER NOT NULL,
          transport INTEGER NOT NULL,
          authentication INTEGER NOT NULL,
          address INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE head (
          id INTEGER PRIMARY KEY,
          hub INTEGER NOT NULL,
          operation INTEGER NOT NULL,
          level INTEGER NOT NULL,
          code INTEGER NOT NULL,
          description INTEGER NOT NULL
        ) STRICT;

        """

    /// `event` was a row for each event until version 6.
    private static let events = """
        CREATE TABLE event (
          time INTEGER NOT NULL,
          client INTEGER NOT NULL,
          head INTEGER NOT NULL,
          PRIMARY KEY (time, client, head)
        ) WITHOUT ROWID;
        CREATE TABLE rollup (
          window_start INTEGER NOT NULL,
          head INTEGER NOT NULL,
          devices INTEGER NOT NULL,
          records INTEGER NOT NULL,
          counts BLOB NOT NULL,
          PRIMARY KEY (window_start, head)
        ) STRICT;
        CREATE TABLE hour (
          hour INTEGER NOT NULL,
          head INTEGER NOT NULL,
          records INTEGER NOT NULL,
          PRIMARY KEY (hour, head)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE hour_revision (
          hour INTEGER PRIMARY KEY,
          revision INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE retention (
          id INTEGER PRIMARY KEY CHECK (id = 1),
          events_from INTEGER,
          counts_from INTEGER
        ) STRICT;
        INSERT INTO retention (id) VALUES (1);

        """

    private static let ledger = """
        CREATE TABLE file (
          id INTEGER PRIMARY KEY,
          path TEXT NOT NULL UNIQUE,
          name TEXT NOT NULL,
          size INTEGER NOT NULL,
          modified INTEGER NOT NULL,
          head_hash BLOB NOT NULL,
          tail_hash BLOB NOT NULL,
          resume_offset INTEGER,
          resume_line INTEGER NOT NULL,
          format TEXT NOT NULL,
          compressed INTEGER NOT NULL,
          bytes INTEGER NOT NULL,
          lines INTEGER NOT NULL,
          records INTEGER NOT NULL,
          events INTEGER NOT NULL,
          other_categories INTEGER NOT NULL,
          rejected INTEGER NOT NULL,
          import_run INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE unreadable (
          path TEXT PRIMARY KEY,
          reason TEXT NOT NULL
        ) STRICT;
        CREATE TABLE file_hour (
          file INTEGER NOT NULL,
          hour INTEGER NOT NULL,
          events INTEGER NOT NULL,
          PRIMARY KEY (file, hour)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX file_hour_by_hour ON file_hour (hour);
        CREATE TABLE reject (
          file INTEGER NOT NULL,
          number INTEGER NOT NULL,
          line INTEGER NOT NULL,
          reason TEXT NOT NULL,
          text TEXT NOT NULL,
          PRIMARY KEY (file, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE warning (
          file INTEGER NOT NULL,
          text TEXT NOT NULL,
          PRIMARY KEY (file, text)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE import_run (
          id INTEGER PRIMARY KEY,
          started INTEGER NOT NULL,
          finished INTEGER NOT NULL,
          files INTEGER NOT NULL,
          unchanged INTEGER NOT NULL,
          records INTEGER NOT NULL,
          events INTEGER NOT NULL,
          added INTEGER NOT NULL,
          duplicates INTEGER NOT NULL,
          expired INTEGER NOT NULL,
          other_categories INTEGER NOT NULL,
          rejected INTEGER NOT NULL
        ) STRICT;

        """

    private static let derived = """
        CREATE TABLE day_summary (
          id INTEGER PRIMARY KEY,
          day INTEGER NOT NULL,
          time_zone TEXT NOT NULL,
          revision INTEGER NOT NULL,
          fingerprint TEXT NOT NULL,
          created INTEGER NOT NULL,
          summary BLOB NOT NULL,
          UNIQUE (day, time_zone)
        ) STRICT;
        CREATE TABLE device_day (
          day_summary INTEGER NOT NULL,
          hub INTEGER NOT NULL,
          device INTEGER NOT NULL,
          drops INTEGER NOT NULL,
          renewals INTEGER NOT NULL,
          downtime_seconds INTEGER NOT NULL,
          open INTEGER NOT NULL,
          failed_connects INTEGER NOT NULL,
          PRIMARY KEY (day_summary, hub, device)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE drop_time (
          day_summary INTEGER NOT NULL,
          hub INTEGER NOT NULL,
          device INTEGER NOT NULL,
          start INTEGER NOT NULL,
          PRIMARY KEY (day_summary, hub, device, start)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE known_device (
          hub INTEGER NOT NULL,
          device INTEGER NOT NULL,
          first_seen INTEGER NOT NULL,
          PRIMARY KEY (hub, device)
        ) STRICT, WITHOUT ROWID;

        """

    private static let resources = """
        CREATE TABLE hub_resource (
          hub INTEGER PRIMARY KEY,
          resource TEXT NOT NULL
        ) STRICT;

        """

    /// The bytes come last: SQLite finds the columns before them without reading them.
    private static let states = """
        CREATE TABLE hub_state (
          moment INTEGER NOT NULL,
          hub INTEGER NOT NULL,
          import_run INTEGER NOT NULL,
          rules TEXT NOT NULL,
          identities INTEGER NOT NULL,
          digest INTEGER NOT NULL,
          state BLOB NOT NULL,
          PRIMARY KEY (moment, hub)
        ) STRICT;

        """

    /// One content serves all days that were worked out with it.
    private static let inputs = """
        CREATE TABLE side_input (
          id INTEGER PRIMARY KEY,
          digest TEXT NOT NULL UNIQUE,
          data BLOB NOT NULL
        ) STRICT;
        CREATE TABLE day_input (
          day_summary INTEGER NOT NULL,
          kind INTEGER NOT NULL,
          source TEXT NOT NULL,
          side_input INTEGER,
          PRIMARY KEY (day_summary, kind)
        ) STRICT, WITHOUT ROWID;

        """

    /// Beside the counts of a file: how many records had an operation that is not known here, or, for a file that is no
    /// log, what it is.
    private static let notes = """
        CREATE TABLE note (
          file INTEGER NOT NULL,
          text TEXT NOT NULL,
          records INTEGER NOT NULL,
          PRIMARY KEY (file, text)
        ) STRICT, WITHOUT ROWID;

        """

    private static let periods = """
        CREATE TABLE period_summary (
          name TEXT NOT NULL,
          time_zone TEXT NOT NULL,
          revision INTEGER NOT NULL,
          data TEXT NOT NULL,
          numbers TEXT NOT NULL,
          created INTEGER NOT NULL,
          told INTEGER NOT NULL,
          PRIMARY KEY (name, time_zone)
        ) STRICT, WITHOUT ROWID;

        """
}
