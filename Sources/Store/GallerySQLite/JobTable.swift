/// The table of jobs, in the catalogue's file: what a job did and that it is done lie in one place.
///
/// `due` is the end of the lease of a leased job, and the earliest moment of any other.
enum JobTable {
    static let statements = [
        """
        CREATE TABLE job (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            gallery INTEGER NOT NULL REFERENCES gallery (id),
            kind TEXT NOT NULL,
            source TEXT NOT NULL,
            address BLOB NOT NULL CHECK (length(address) = 32),
            payload BLOB NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('ready', 'leased', 'done', 'dead')),
            attempts INTEGER NOT NULL,
            pauses INTEGER NOT NULL,
            leases INTEGER NOT NULL,
            not_before INTEGER NOT NULL,
            leased_until INTEGER,
            due INTEGER NOT NULL GENERATED ALWAYS AS (coalesce(leased_until, not_before)) VIRTUAL,
            worker TEXT,
            code TEXT,
            detail TEXT,
            created INTEGER NOT NULL,
            changed INTEGER NOT NULL,
            CHECK ((state = 'leased') = (leased_until IS NOT NULL))
        ) STRICT
        """,
        "CREATE UNIQUE INDEX job_by_key ON job (gallery, address, source)",
        "CREATE INDEX job_by_due ON job (due, id) WHERE state IN ('ready', 'leased')",
        "CREATE INDEX job_by_state ON job (state, id)",
    ]

    /// The keyed hash of the person's key, by which a removal finds their jobs.
    static let personStatements = [
        "ALTER TABLE job ADD COLUMN person BLOB",
        "CREATE INDEX job_by_person ON job (person) WHERE person IS NOT NULL",
    ]

    static let columns = """
        id, gallery, kind, source, address, payload, state, attempts, pauses, leases,
        not_before, leased_until, worker, code, detail, created, changed
        """
}
