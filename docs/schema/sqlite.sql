CREATE TABLE account (
    id TEXT PRIMARY KEY,
    username TEXT UNIQUE,
    name TEXT NOT NULL CHECK (name <> ''),
    status TEXT NOT NULL CHECK (status IN ('active', 'disabled')),
    language TEXT CHECK (language IN ('vi', 'en')),
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE account_word (
    word TEXT NOT NULL CHECK (word <> ''),
    account_id TEXT NOT NULL REFERENCES account (id),
    PRIMARY KEY (word, account_id)
) STRICT;

CREATE TABLE agency (
    id TEXT PRIMARY KEY,
    organ_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL CHECK (name <> ''),
    name_en TEXT NOT NULL CHECK (name_en <> ''),
    name_key BLOB NOT NULL,
    unit_code TEXT,
    unit_from TEXT,
    parent_id TEXT REFERENCES agency (id),
    valid_from TEXT NOT NULL,
    valid_to TEXT CHECK (valid_to >= valid_from),
    basis TEXT NOT NULL CHECK (basis <> ''),
    CHECK ((unit_code IS NULL) = (unit_from IS NULL)),
    FOREIGN KEY (unit_code, unit_from) REFERENCES unit (code, valid_from)
) STRICT;

CREATE UNIQUE INDEX agency_organ ON agency (organ_id) WHERE valid_to IS NULL;

CREATE INDEX agency_unit ON agency (unit_code, unit_from);

CREATE TABLE agency_notation (
    event TEXT PRIMARY KEY,
    agency TEXT NOT NULL,
    notation TEXT NOT NULL CHECK (notation <> ''),
    set_by TEXT NOT NULL,
    set_at INTEGER NOT NULL
) STRICT;

CREATE INDEX agency_notation_newest ON agency_notation (agency, set_at, event);

CREATE TABLE agency_organ_id (
    agency_id TEXT NOT NULL REFERENCES agency (id),
    organ_id TEXT NOT NULL,
    form TEXT NOT NULL CHECK (form IN ('current', 'former')),
    valid_from TEXT NOT NULL,
    valid_to TEXT CHECK (valid_to >= valid_from),
    PRIMARY KEY (organ_id, agency_id)
) STRICT;

CREATE TABLE agency_succession (
    old_id TEXT NOT NULL REFERENCES agency (id),
    new_id TEXT NOT NULL REFERENCES agency (id),
    function TEXT NOT NULL,
    function_en TEXT NOT NULL,
    day TEXT NOT NULL,
    basis TEXT NOT NULL CHECK (basis <> ''),
    PRIMARY KEY (old_id, new_id, function)
) STRICT;

CREATE TABLE authorisation (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    resident_id TEXT NOT NULL REFERENCES resident (id),
    kind TEXT NOT NULL CHECK (kind IN ('representative', 'authorised')),
    title TEXT NOT NULL CHECK (title <> ''),
    since_at INTEGER NOT NULL,
    until_at INTEGER CHECK (until_at >= since_at),
    CHECK (kind = 'representative' OR until_at IS NOT NULL)
) STRICT;

CREATE INDEX authorisation_organisation ON authorisation (organisation_id, since_at);

CREATE UNIQUE INDEX authorisation_representative ON authorisation (organisation_id)
WHERE kind = 'representative' AND until_at IS NULL;

CREATE INDEX authorisation_resident ON authorisation (resident_id);

CREATE TABLE axis_arrival (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('edoc', 'status')),
    sender TEXT NOT NULL,
    document_id TEXT NOT NULL,
    file TEXT NOT NULL,
    refusal TEXT NOT NULL,
    arrived_at INTEGER NOT NULL
) STRICT;

CREATE INDEX axis_arrival_document ON axis_arrival (document_id, arrived_at);

CREATE TABLE axis_departure (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('edoc', 'status')),
    sender TEXT NOT NULL,
    document_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    place TEXT NOT NULL,
    receivers TEXT NOT NULL,
    file TEXT,
    body TEXT,
    queued_at INTEGER NOT NULL,
    axis_id TEXT,
    sent_at INTEGER,
    problem TEXT NOT NULL,
    CHECK ((kind = 'edoc') = (file IS NOT NULL)),
    CHECK ((kind = 'status') = (body IS NOT NULL)),
    CHECK ((axis_id IS NULL) = (sent_at IS NULL))
) STRICT;

CREATE INDEX axis_departure_document ON axis_departure (document_id, queued_at);

CREATE TABLE axis_state (
    document_id TEXT NOT NULL,
    organ_id TEXT NOT NULL,
    state INTEGER NOT NULL,
    description TEXT NOT NULL,
    said_at INTEGER NOT NULL,
    PRIMARY KEY (document_id, organ_id)
) STRICT;

CREATE TABLE bill (
    id TEXT PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    agency TEXT NOT NULL,
    subject TEXT NOT NULL,
    payer TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0),
    issued_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'paid', 'exempted', 'cancelled', 'refunded')),
    decided_by TEXT,
    decided_at INTEGER,
    reason TEXT,
    CHECK ((state = 'open') = (decided_at IS NULL)),
    CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
    CHECK (state NOT IN ('exempted', 'cancelled', 'refunded') OR reason <> '')
) STRICT;

CREATE INDEX bill_agency_decided ON bill (agency, decided_at);

CREATE INDEX bill_agency_state ON bill (agency, state, issued_at, id);

CREATE INDEX bill_payer ON bill (payer, issued_at);

CREATE INDEX bill_subject ON bill (subject, id);

CREATE TABLE bill_line (
    bill_id TEXT NOT NULL REFERENCES bill (id),
    position INTEGER NOT NULL,
    text TEXT NOT NULL CHECK (text <> ''),
    english_text TEXT NOT NULL CHECK (english_text <> ''),
    unit_amount INTEGER NOT NULL CHECK (unit_amount >= 0),
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (bill_id, position)
) STRICT;

CREATE TABLE book_account (
    id TEXT PRIMARY KEY,
    agency TEXT NOT NULL,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL,
    UNIQUE (agency, kind, detail)
) STRICT;

CREATE TABLE book_transfer (
    id TEXT PRIMARY KEY,
    debit TEXT NOT NULL REFERENCES book_account (id),
    credit TEXT NOT NULL REFERENCES book_account (id),
    amount INTEGER NOT NULL CHECK (amount > 0),
    occasion TEXT NOT NULL,
    bill_id TEXT REFERENCES bill (id),
    notice_id TEXT,
    at INTEGER NOT NULL,
    CHECK (debit <> credit)
) STRICT;

CREATE INDEX book_transfer_bill ON book_transfer (bill_id);

CREATE INDEX book_transfer_credit ON book_transfer (credit, at);

CREATE INDEX book_transfer_debit ON book_transfer (debit, at);

CREATE TABLE case_calendar_day (
    agency TEXT NOT NULL,
    day TEXT NOT NULL,
    is_worked INTEGER NOT NULL,
    PRIMARY KEY (agency, day)
) STRICT;

CREATE TABLE case_consultation (
    id TEXT PRIMARY KEY,
    case_file TEXT NOT NULL REFERENCES case_file (id),
    agency TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    asked_by TEXT NOT NULL,
    question TEXT NOT NULL CHECK (question <> ''),
    due_at INTEGER NOT NULL,
    answered_at INTEGER,
    answered_by TEXT,
    answer TEXT CHECK (answer <> ''), is_escalation INTEGER NOT NULL DEFAULT FALSE, passed_on TEXT REFERENCES case_consultation (id),
    CHECK ((answered_at IS NULL) = (answer IS NULL)),
    CHECK ((answered_at IS NULL) = (answered_by IS NULL))
) STRICT;

CREATE INDEX case_consultation_case_file ON case_consultation (case_file, asked_at);

CREATE INDEX case_consultation_open ON case_consultation (agency, due_at, id) WHERE answered_at IS NULL;

CREATE TABLE case_file (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    matter TEXT NOT NULL,
    matter_version INTEGER NOT NULL,
    applicant TEXT,
    applicant_name TEXT NOT NULL CHECK (applicant_name <> ''),
    sent_by TEXT CHECK (sent_by <> applicant),
    channel TEXT NOT NULL CHECK (channel IN ('desk', 'online', 'post', 'portal')),
    content TEXT NOT NULL,
    time_limit TEXT,
    desk TEXT NOT NULL,
    holder TEXT NOT NULL,
    officer TEXT,
    state TEXT NOT NULL,
    phase TEXT NOT NULL
        CHECK (phase IN ('incoming', 'running', 'standing', 'outgoing', 'closed')),
    code TEXT UNIQUE,
    opened_at INTEGER NOT NULL,
    received_at INTEGER,
    due_at INTEGER,
    stopped_at INTEGER,
    ended_at INTEGER,
    pile_order INTEGER NOT NULL,
    version INTEGER NOT NULL,
    CHECK ((code IS NULL) = (received_at IS NULL)),
    CHECK (stopped_at IS NULL OR due_at IS NOT NULL),
    CHECK ((ended_at IS NULL) = (phase IN ('incoming', 'running', 'standing')))
) STRICT;

CREATE INDEX case_file_applicant ON case_file (applicant, opened_at, id);

CREATE INDEX case_file_officer ON case_file (officer, phase, pile_order, id);

CREATE INDEX case_file_pile ON case_file (holder, kind, phase, pile_order, id);

CREATE INDEX case_file_received ON case_file (desk, kind, received_at, id);

CREATE INDEX case_file_sent_by ON case_file (sent_by, opened_at, id);

CREATE TABLE case_message (
    id TEXT PRIMARY KEY,
    case_file TEXT NOT NULL REFERENCES case_file (id),
    at INTEGER NOT NULL,
    author TEXT NOT NULL,
    is_from_office INTEGER NOT NULL,
    is_internal INTEGER NOT NULL,
    text TEXT NOT NULL CHECK (text <> '')
) STRICT;

CREATE INDEX case_message_case_file ON case_message (case_file, at, id);

CREATE TABLE case_number (
    organ_id TEXT NOT NULL,
    day TEXT NOT NULL,
    last INTEGER NOT NULL CHECK (last > 0),
    PRIMARY KEY (organ_id, day)
) STRICT;

CREATE TABLE case_rating (
    case_file TEXT PRIMARY KEY REFERENCES case_file (id),
    holder TEXT NOT NULL,
    at INTEGER NOT NULL,
    score INTEGER NOT NULL CHECK (score BETWEEN 1 AND 5),
    text TEXT NOT NULL
) STRICT;

CREATE INDEX case_rating_holder ON case_rating (holder, at);

CREATE TABLE case_step (
    case_file TEXT NOT NULL REFERENCES case_file (id),
    number INTEGER NOT NULL,
    event TEXT NOT NULL,
    state TEXT NOT NULL,
    phase TEXT NOT NULL,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    holder TEXT NOT NULL,
    officer TEXT,
    text TEXT NOT NULL,
    due_at INTEGER,
    ledger_event TEXT NOT NULL,
    PRIMARY KEY (case_file, number)
) STRICT;

CREATE TABLE case_word (
    place TEXT NOT NULL,
    word TEXT NOT NULL,
    case_file TEXT NOT NULL REFERENCES case_file (id),
    PRIMARY KEY (place, word, case_file)
) STRICT;

CREATE TABLE collection_report (
    id TEXT PRIMARY KEY,
    template TEXT NOT NULL,
    agency TEXT NOT NULL,
    period TEXT NOT NULL,
    draft TEXT NOT NULL,
    versions INTEGER NOT NULL CHECK (versions >= 0),
    UNIQUE (template, period, agency)
) STRICT;

CREATE INDEX collection_report_agency ON collection_report (agency, template, period);

CREATE TABLE collection_version (
    report TEXT NOT NULL REFERENCES collection_report (id),
    number INTEGER NOT NULL CHECK (number > 0),
    content TEXT NOT NULL,
    reason TEXT NOT NULL,
    sent_by TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    event TEXT NOT NULL,
    is_accepted INTEGER CHECK (is_accepted IN (0, 1)),
    decided_by TEXT,
    decided_at INTEGER,
    decided_reason TEXT,
    decided_event TEXT, minutes INTEGER CHECK (minutes > 0),
    CHECK ((is_accepted IS NULL) = (decided_by IS NULL)),
    CHECK ((is_accepted IS NULL) = (decided_at IS NULL)),
    CHECK ((is_accepted IS NULL) = (decided_event IS NULL)),
    CHECK (is_accepted <> 0 OR decided_reason <> ''),
    PRIMARY KEY (report, number)
) STRICT;

CREATE INDEX collection_version_minutes ON collection_version (minutes, report);

CREATE TABLE consent (
    id TEXT PRIMARY KEY,
    grantor_id TEXT NOT NULL REFERENCES account (id),
    grantee_id TEXT NOT NULL REFERENCES account (id) CHECK (grantee_id <> grantor_id),
    matter TEXT NOT NULL CHECK (matter <> ''),
    given_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL CHECK (until_at > given_at),
    withdrawn_at INTEGER
) STRICT;

CREATE INDEX consent_grantee ON consent (grantee_id);

CREATE INDEX consent_grantor ON consent (grantor_id, given_at);

CREATE TABLE content_replacement (
    file TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL
) STRICT;

CREATE TABLE demo_axis_message (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    sender TEXT NOT NULL,
    bytes BLOB NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('sent', 'waiting', 'done', 'fail')),
    put_at INTEGER NOT NULL
) STRICT;

CREATE INDEX demo_axis_message_waiting ON demo_axis_message (kind, put_at, id) WHERE status = 'waiting';

CREATE TABLE demo_portal_notice (
    id TEXT PRIMARY KEY,
    portal TEXT NOT NULL,
    dossier TEXT NOT NULL,
    number INTEGER NOT NULL,
    state TEXT NOT NULL,
    state_code INTEGER NOT NULL,
    words TEXT NOT NULL,
    told_at INTEGER NOT NULL
) STRICT;

CREATE INDEX demo_portal_notice_told ON demo_portal_notice (told_at, id);

CREATE TABLE demo_register_entry (
    register TEXT NOT NULL,
    request TEXT NOT NULL,
    content TEXT NOT NULL,
    year INTEGER NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0),
    entered_on TEXT NOT NULL,
    PRIMARY KEY (register, request),
    UNIQUE (register, year, number),
    UNIQUE (register, content)
) STRICT;

CREATE TABLE directive (
    id TEXT PRIMARY KEY,
    notation TEXT NOT NULL CHECK (notation <> ''),
    day TEXT NOT NULL,
    title TEXT NOT NULL CHECK (title <> ''),
    agency TEXT NOT NULL,
    entered_by TEXT NOT NULL,
    entered_at INTEGER NOT NULL,
    event TEXT NOT NULL,
    UNIQUE (agency, notation, day)
) STRICT;

CREATE TABLE directive_heading (
    directive TEXT NOT NULL REFERENCES directive (id),
    kind TEXT NOT NULL CHECK (kind IN ('priority', 'group')),
    number INTEGER NOT NULL CHECK (number > 0),
    title TEXT NOT NULL CHECK (title <> ''),
    PRIMARY KEY (directive, kind, number)
) STRICT;

CREATE TABLE directive_task (
    case_file TEXT PRIMARY KEY REFERENCES case_file (id),
    directive TEXT NOT NULL REFERENCES directive (id),
    number INTEGER NOT NULL CHECK (number > 0),
    group_number INTEGER NOT NULL,
    priority_number INTEGER,
    UNIQUE (directive, number)
) STRICT;

CREATE TABLE document_arrival (
    id TEXT PRIMARY KEY,
    agency TEXT NOT NULL,
    year INTEGER NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0),
    arrived_on TEXT NOT NULL,
    sender TEXT NOT NULL CHECK (sender <> ''),
    notation TEXT NOT NULL CHECK (notation <> ''),
    day TEXT NOT NULL,
    type TEXT NOT NULL,
    subject TEXT NOT NULL CHECK (subject <> ''),
    same_key TEXT NOT NULL,
    entered_by TEXT NOT NULL,
    entered_at INTEGER NOT NULL,
    event TEXT NOT NULL, case_file TEXT, replaced_by TEXT,
    UNIQUE (agency, year, number)
) STRICT;

CREATE INDEX document_arrival_case ON document_arrival (case_file);

CREATE INDEX document_arrival_same ON document_arrival (agency, same_key, day);

CREATE TABLE document_found (
    document TEXT PRIMARY KEY,
    way TEXT NOT NULL,
    agency TEXT NOT NULL,
    year INTEGER NOT NULL,
    type TEXT NOT NULL,
    day TEXT NOT NULL,
    number TEXT NOT NULL,
    subject TEXT NOT NULL,
    party TEXT NOT NULL,
    event TEXT NOT NULL
) STRICT;

CREATE INDEX document_found_newest ON document_found (agency, document);

CREATE TABLE document_incoming (
    message TEXT NOT NULL,
    receiver TEXT NOT NULL,
    agency TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'registered', 'refused')),
    came_at INTEGER NOT NULL,
    sender TEXT NOT NULL,
    sender_name TEXT NOT NULL,
    type TEXT NOT NULL,
    type_name TEXT NOT NULL,
    notation TEXT NOT NULL,
    day TEXT NOT NULL,
    subject TEXT NOT NULL,
    content TEXT NOT NULL,
    urgency INTEGER NOT NULL,
    signer TEXT NOT NULL,
    change TEXT NOT NULL CHECK (change IN ('new', 'update', 'replace')),
    about TEXT,
    recalled_at INTEGER,
    recall_reason TEXT NOT NULL DEFAULT '',
    arrival TEXT, carrier TEXT NOT NULL DEFAULT 'exchange', reference TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (message, receiver)
) STRICT;

CREATE INDEX document_incoming_arrival ON document_incoming (arrival);

CREATE INDEX document_incoming_reference ON document_incoming (reference, agency);

CREATE INDEX document_incoming_tray ON document_incoming (agency, state, came_at);

CREATE TABLE document_issued (
    case_file TEXT PRIMARY KEY REFERENCES case_file (id),
    agency TEXT NOT NULL,
    type TEXT NOT NULL,
    year INTEGER NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0),
    notation TEXT NOT NULL,
    day TEXT NOT NULL,
    subject TEXT NOT NULL,
    signer TEXT NOT NULL,
    recipients TEXT NOT NULL,
    copies INTEGER NOT NULL CHECK (copies >= 0),
    urgency INTEGER NOT NULL,
    event TEXT NOT NULL, stroke TEXT NOT NULL DEFAULT '/',
    UNIQUE (agency, type, year, number)
) STRICT;

CREATE INDEX document_issued_book ON document_issued (agency, year, day, event);

CREATE TABLE document_number (
    agency TEXT NOT NULL,
    type TEXT NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL CHECK (last > 0),
    PRIMARY KEY (agency, type, year)
) STRICT;

CREATE TABLE document_origin (
    case_file TEXT PRIMARY KEY REFERENCES case_file (id),
    kind TEXT NOT NULL,
    origin TEXT NOT NULL,
    title TEXT NOT NULL,
    path TEXT NOT NULL,
    UNIQUE (kind, origin)
) STRICT;

CREATE TABLE document_part (
    case_file TEXT NOT NULL REFERENCES case_file (id),
    account TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('lead', 'joining', 'informed')),
    PRIMARY KEY (case_file, account)
) STRICT;

CREATE INDEX document_part_account ON document_part (account, case_file);

CREATE TABLE document_receiver (
    case_file TEXT NOT NULL REFERENCES case_file (id),
    agency TEXT NOT NULL,
    receiver TEXT NOT NULL,
    message TEXT,
    state TEXT,
    sent_at INTEGER NOT NULL,
    arrived_at INTEGER,
    received_at INTEGER,
    assigned_at INTEGER,
    done_at INTEGER,
    words TEXT NOT NULL DEFAULT '',
    recall_reason TEXT NOT NULL DEFAULT '',
    recall_by TEXT, carrier TEXT NOT NULL DEFAULT 'exchange', reference TEXT NOT NULL DEFAULT '', problem TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (case_file, receiver)
) STRICT;

CREATE INDEX document_receiver_message ON document_receiver (message, receiver);

CREATE INDEX document_receiver_reference ON document_receiver (reference);

CREATE TABLE document_signed (
    case_file TEXT PRIMARY KEY REFERENCES case_file (id),
    stroke TEXT NOT NULL,
    notation TEXT NOT NULL
) STRICT;

CREATE TABLE document_signing (
    document TEXT PRIMARY KEY REFERENCES issued_document (id),
    draft TEXT NOT NULL,
    done INTEGER NOT NULL CHECK (done >= 0),
    signatory TEXT NOT NULL,
    since INTEGER NOT NULL,
    problem TEXT NOT NULL
, filling TEXT NOT NULL DEFAULT '') STRICT;

CREATE INDEX document_signing_signatory ON document_signing (signatory, since, document);

CREATE TABLE document_task (
    case_file TEXT PRIMARY KEY REFERENCES case_file (id),
    task TEXT NOT NULL
) STRICT;

CREATE TABLE document_word (
    document TEXT NOT NULL REFERENCES document_found (document) ON DELETE CASCADE,
    word TEXT NOT NULL,
    agency TEXT NOT NULL,
    PRIMARY KEY (document, word)
) STRICT;

CREATE INDEX document_word_word ON document_word (agency, word, document);

CREATE TABLE dossier_confirmation (
    case_file TEXT NOT NULL REFERENCES case_file (id),
    account TEXT NOT NULL,
    name TEXT NOT NULL CHECK (name <> ''),
    asked_at INTEGER NOT NULL,
    confirmed_at INTEGER CHECK (confirmed_at >= asked_at),
    PRIMARY KEY (case_file, account)
) STRICT;

CREATE TABLE exchange_certificate (
    sha256 TEXT PRIMARY KEY,
    node TEXT NOT NULL REFERENCES exchange_node (id),
    certificate BLOB NOT NULL,
    issued_at INTEGER NOT NULL,
    revoked_at INTEGER,
    reason TEXT NOT NULL,
    CHECK ((revoked_at IS NULL) = (reason = ''))
) STRICT;

CREATE INDEX exchange_certificate_node ON exchange_certificate (node, issued_at);

CREATE TABLE exchange_contact (
    node TEXT PRIMARY KEY,
    reached_at INTEGER,
    failed_at INTEGER,
    problem TEXT NOT NULL,
    came_at INTEGER,
    directory INTEGER
) STRICT;

CREATE TABLE exchange_directory (
    version INTEGER PRIMARY KEY CHECK (version > 0),
    issued_at INTEGER NOT NULL,
    valid_until INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    signature BLOB NOT NULL,
    taken_at INTEGER NOT NULL
) STRICT;

CREATE TABLE exchange_host (
    organ_id TEXT PRIMARY KEY,
    node TEXT NOT NULL REFERENCES exchange_node (id)
) STRICT;

CREATE TABLE exchange_node (
    id TEXT PRIMARY KEY,
    address TEXT NOT NULL,
    enrolled_at INTEGER NOT NULL
, services TEXT) STRICT;

CREATE TABLE exchange_received (
    id TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    bytes BLOB NOT NULL,
    signature BLOB NOT NULL,
    kind TEXT NOT NULL,
    sender TEXT NOT NULL,
    node TEXT NOT NULL,
    arrived_at INTEGER NOT NULL
) STRICT;

CREATE TABLE exchange_received_for (
    message TEXT NOT NULL REFERENCES exchange_received (id),
    receiver TEXT NOT NULL,
    place TEXT NOT NULL,
    state TEXT NOT NULL,
    state_at INTEGER NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (message, receiver)
) STRICT;

CREATE INDEX exchange_received_for_place ON exchange_received_for (place, state, state_at);

CREATE TABLE exchange_refusal (
    sha256 TEXT PRIMARY KEY,
    message TEXT NOT NULL,
    reason TEXT NOT NULL,
    bytes BLOB NOT NULL,
    signature BLOB NOT NULL,
    note BLOB NOT NULL,
    note_signature BLOB NOT NULL,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    times INTEGER NOT NULL
) STRICT;

CREATE INDEX exchange_refusal_last ON exchange_refusal (last_at);

CREATE TABLE exchange_sent (
    id TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    bytes BLOB NOT NULL,
    signature BLOB NOT NULL,
    kind TEXT NOT NULL,
    sender TEXT NOT NULL,
    place TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    event TEXT NOT NULL
) STRICT;

CREATE TABLE exchange_sent_to (
    message TEXT NOT NULL REFERENCES exchange_sent (id),
    receiver TEXT NOT NULL,
    node TEXT NOT NULL,
    state TEXT NOT NULL,
    state_at INTEGER NOT NULL,
    PRIMARY KEY (message, receiver)
) STRICT;

CREATE INDEX exchange_sent_to_waiting ON exchange_sent_to (node, state_at) WHERE state = '';

CREATE TABLE exchange_status (
    side TEXT NOT NULL CHECK (side IN ('sent', 'received')),
    id TEXT NOT NULL,
    message TEXT NOT NULL,
    receiver TEXT NOT NULL,
    state TEXT NOT NULL,
    at INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    signature BLOB NOT NULL,
    PRIMARY KEY (side, id)
) STRICT;

CREATE INDEX exchange_status_message ON exchange_status (side, message, at, id);

CREATE TABLE exchange_timestamp (
    sha256 TEXT PRIMARY KEY,
    response BLOB NOT NULL,
    stamped_at INTEGER NOT NULL
) STRICT;

CREATE TABLE file (
    hash TEXT PRIMARY KEY,
    size INTEGER NOT NULL CHECK (size > 0),
    kind TEXT NOT NULL,
    upload TEXT NOT NULL,
    received_at INTEGER NOT NULL
) STRICT;

CREATE TABLE file_chunk (
    upload TEXT NOT NULL,
    number INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (upload, number)
) STRICT;

CREATE TABLE file_reference (
    hash TEXT NOT NULL REFERENCES file (hash),
    subject TEXT NOT NULL,
    name TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (subject, hash)
) STRICT;

CREATE INDEX file_reference_hash ON file_reference (hash);

CREATE TABLE form_draft (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind <> ''),
    form TEXT NOT NULL CHECK (form <> ''),
    version INTEGER NOT NULL CHECK (version > 0),
    owner TEXT NOT NULL,
    answers TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision > 0),
    begun_at INTEGER NOT NULL,
    saved_at INTEGER NOT NULL,
    became TEXT CHECK (became LIKE '/%'), place TEXT,
    CHECK (became IS NULL OR answers = '{}')
) STRICT;

CREATE INDEX form_draft_owner ON form_draft (owner, saved_at);

CREATE INDEX form_draft_saved_at ON form_draft (saved_at);

CREATE TABLE indicator_count (
    place TEXT NOT NULL,
    measure TEXT NOT NULL,
    day TEXT NOT NULL,
    count INTEGER NOT NULL CHECK (count > 0),
    PRIMARY KEY (place, measure, day)
) STRICT;

CREATE INDEX indicator_count_measure ON indicator_count (measure, day);

CREATE TABLE indicator_fact (
    measure TEXT NOT NULL,
    position INTEGER NOT NULL,
    event TEXT NOT NULL,
    subject TEXT NOT NULL,
    place TEXT NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (measure, position)
) STRICT;

CREATE INDEX indicator_fact_place ON indicator_fact (place, measure, day, position);

CREATE TABLE indicator_target (
    indicator TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    unit_from TEXT NOT NULL CHECK ((unit_from = '') = (unit_code = '')),
    period TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    value TEXT NOT NULL,
    owner TEXT NOT NULL,
    basis TEXT NOT NULL CHECK (basis <> ''),
    reason TEXT NOT NULL CHECK ((reason = '') = (version = 1)),
    set_by TEXT NOT NULL,
    set_at INTEGER NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (unit_code, unit_from, indicator, period, version)
) STRICT;

CREATE INDEX indicator_target_time ON indicator_target (set_at);

CREATE TABLE indicator_total (
    measure TEXT PRIMARY KEY,
    count INTEGER NOT NULL CHECK (count > 0)
) STRICT;

CREATE TABLE indicator_year (
    measure TEXT NOT NULL,
    place TEXT NOT NULL,
    year INTEGER NOT NULL,
    m01 INTEGER NOT NULL, m02 INTEGER NOT NULL, m03 INTEGER NOT NULL, m04 INTEGER NOT NULL,
    m05 INTEGER NOT NULL, m06 INTEGER NOT NULL, m07 INTEGER NOT NULL, m08 INTEGER NOT NULL,
    m09 INTEGER NOT NULL, m10 INTEGER NOT NULL, m11 INTEGER NOT NULL, m12 INTEGER NOT NULL,
    PRIMARY KEY (measure, place, year)
) STRICT;

CREATE TABLE issued_document (
    id TEXT PRIMARY KEY,
    subject TEXT NOT NULL CHECK (subject <> ''),
    kind TEXT NOT NULL CHECK (kind <> ''),
    title TEXT NOT NULL CHECK (title <> ''),
    number TEXT NOT NULL,
    place TEXT NOT NULL,
    agency TEXT NOT NULL,
    code TEXT NOT NULL UNIQUE,
    signatories TEXT NOT NULL,
    signer_names TEXT NOT NULL,
    requested_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'ready', 'printable', 'failed')),
    html TEXT NOT NULL,
    file TEXT,
    issued_at INTEGER,
    problem TEXT NOT NULL,
    revoked_at INTEGER,
    revocation_reason TEXT,
    CHECK ((state = 'ready') = (file IS NOT NULL)),
    CHECK ((state = 'ready') = (html = '')),
    CHECK ((state IN ('ready', 'printable')) = (issued_at IS NOT NULL)),
    CHECK ((state = 'failed') = (problem <> '')),
    CHECK ((revoked_at IS NULL) = (revocation_reason IS NULL)),
    CHECK (revocation_reason <> '')
) STRICT;

CREATE INDEX issued_document_file ON issued_document (file) WHERE file IS NOT NULL;

CREATE INDEX issued_document_subject ON issued_document (subject, id);

CREATE TABLE job_lease (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    token INTEGER NOT NULL CHECK (token > 0),
    until_at INTEGER NOT NULL
) STRICT;

CREATE TABLE job_outbox (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind <> ''),
    event TEXT NOT NULL CHECK (event <> ''),
    body TEXT NOT NULL,
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    due_at INTEGER NOT NULL,
    problem TEXT NOT NULL,
    dead_at INTEGER
) STRICT;

CREATE INDEX job_outbox_dead ON job_outbox (dead_at, id) WHERE dead_at IS NOT NULL;

CREATE INDEX job_outbox_due ON job_outbox (due_at, id) WHERE dead_at IS NULL;

CREATE TABLE job_schedule (
    name TEXT PRIMARY KEY,
    due_at INTEGER NOT NULL,
    ran_at INTEGER,
    problem TEXT NOT NULL
) STRICT;

CREATE TABLE known_device (
    token_hash BLOB NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    used_at INTEGER NOT NULL,
    PRIMARY KEY (token_hash, account_id)
) STRICT;

CREATE INDEX known_device_account ON known_device (account_id, used_at);

CREATE TABLE ledger_access (
    subject TEXT NOT NULL,
    event_id TEXT NOT NULL,
    PRIMARY KEY (subject, event_id)
) STRICT;

CREATE TABLE ledger_consumer (name TEXT PRIMARY KEY, position INTEGER NOT NULL, version TEXT NOT NULL DEFAULT '') STRICT;

CREATE TABLE ledger_entry (
    position INTEGER PRIMARY KEY CHECK (position > 0),
    event_id TEXT NOT NULL UNIQUE,
    leaf_hash BLOB NOT NULL
) STRICT;

CREATE TABLE ledger_event (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    place TEXT NOT NULL,
    actor TEXT NOT NULL,
    at INTEGER NOT NULL,
    facts TEXT NOT NULL,
    commitment BLOB
) STRICT;

CREATE TABLE ledger_head (
    size INTEGER PRIMARY KEY CHECK (size > 0),
    root BLOB NOT NULL,
    previous BLOB NOT NULL,
    at INTEGER NOT NULL,
    key_id TEXT NOT NULL,
    signature BLOB NOT NULL
) STRICT;

CREATE INDEX ledger_head_time ON ledger_head (at, size);

CREATE TABLE ledger_key (
    id TEXT PRIMARY KEY,
    public_key BLOB NOT NULL,
    valid_from INTEGER NOT NULL,
    valid_until INTEGER,
    revoked_at INTEGER
) STRICT;

CREATE TABLE ledger_node (
    level INTEGER NOT NULL,
    node_index INTEGER NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (level, node_index)
) STRICT;

CREATE TABLE ledger_pending (
    arrival INTEGER PRIMARY KEY,
    event_id TEXT NOT NULL
) STRICT;

CREATE TABLE ledger_personal (
    event_id TEXT PRIMARY KEY,
    salt BLOB NOT NULL,
    content TEXT NOT NULL
) STRICT;

CREATE TABLE ledger_sealer (only_row INTEGER PRIMARY KEY CHECK (only_row = 1)) STRICT;

CREATE TABLE ledger_witness (
    name TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT;

CREATE TABLE mail_address (
    account TEXT PRIMARY KEY,
    address TEXT,
    pending TEXT,
    pending_hash BLOB UNIQUE,
    pending_until INTEGER,
    language TEXT NOT NULL CHECK (language IN ('vi', 'en')),
    is_on INTEGER NOT NULL,
    asked INTEGER NOT NULL CHECK (asked > 0),
    asked_since INTEGER NOT NULL,
    CHECK (address IS NOT NULL OR pending IS NOT NULL),
    CHECK ((pending IS NULL) = (pending_hash IS NULL) AND (pending IS NULL) = (pending_until IS NULL))
) STRICT;

CREATE TABLE migration (
    name TEXT PRIMARY KEY, checksum TEXT NOT NULL, applied_at INTEGER NOT NULL
) STRICT;

CREATE TABLE organisation (
    id TEXT PRIMARY KEY,
    tax_code TEXT NOT NULL UNIQUE CHECK (length(tax_code) IN (10, 13)),
    name TEXT NOT NULL CHECK (name <> ''),
    basis TEXT NOT NULL CHECK (basis <> ''),
    entered_by TEXT NOT NULL,
    entered_at TEXT NOT NULL CHECK (entered_at <> ''),
    entered_on INTEGER NOT NULL
) STRICT;

CREATE INDEX organisation_entered ON organisation (entered_at, entered_on);

CREATE TABLE password (
    account_id TEXT PRIMARY KEY REFERENCES account (id),
    hash TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE payment_notice (
    id TEXT PRIMARY KEY,
    provider TEXT NOT NULL,
    transaction_id TEXT NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('notification', 'statement')),
    account TEXT NOT NULL,
    amount TEXT NOT NULL,
    currency TEXT NOT NULL,
    memo TEXT NOT NULL,
    paid_at INTEGER NOT NULL,
    agency TEXT NOT NULL,
    bill_id TEXT REFERENCES bill (id),
    outcome TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    repeats INTEGER NOT NULL,
    handling TEXT CHECK (handling IN ('assigned', 'returned', 'noted')),
    remark TEXT NOT NULL,
    UNIQUE (provider, transaction_id),
    CHECK (outcome <> 'applied' OR bill_id IS NOT NULL)
) STRICT;

CREATE INDEX payment_notice_agency ON payment_notice (agency, received_at, id);

CREATE UNIQUE INDEX payment_notice_bill ON payment_notice (bill_id)
WHERE outcome = 'applied' OR handling = 'assigned';

CREATE INDEX payment_notice_waiting ON payment_notice (agency, received_at)
WHERE handling IS NULL AND outcome <> 'applied';

CREATE TABLE personal_notice (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    at INTEGER NOT NULL,
    title TEXT NOT NULL CHECK (title <> ''),
    title_en TEXT NOT NULL CHECK (title_en <> ''),
    text TEXT NOT NULL,
    text_en TEXT NOT NULL,
    path TEXT NOT NULL CHECK (path LIKE '/%'),
    read_at INTEGER CHECK (read_at >= at)
) STRICT;

CREATE INDEX personal_notice_account ON personal_notice (account, at, id);

CREATE INDEX personal_notice_unread ON personal_notice (account) WHERE read_at IS NULL;

CREATE TABLE plan (
    id TEXT PRIMARY KEY,
    agency TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('strategy', 'five_years', 'annual')),
    title TEXT NOT NULL CHECK (title <> ''),
    notation TEXT NOT NULL CHECK (notation <> ''),
    day TEXT NOT NULL,
    first_year INTEGER NOT NULL,
    last_year INTEGER NOT NULL CHECK (last_year >= first_year),
    link TEXT NOT NULL,
    registered_by TEXT NOT NULL,
    registered_at INTEGER NOT NULL,
    event TEXT NOT NULL,
    withdrawn_by TEXT,
    withdrawn_at INTEGER,
    withdrawn_reason TEXT,
    withdrawn_event TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL)),
    CHECK ((withdrawn_at IS NULL) = (withdrawn_reason IS NULL)),
    CHECK ((withdrawn_at IS NULL) = (withdrawn_event IS NULL))
) STRICT;

CREATE INDEX plan_agency ON plan (agency);

CREATE INDEX plan_kind ON plan (kind, agency);

CREATE TABLE portal_call (
    portal TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    act TEXT NOT NULL,
    digest TEXT NOT NULL,
    dossier TEXT NOT NULL,
    called_at INTEGER NOT NULL,
    PRIMARY KEY (portal, idempotency_key)
) STRICT;

CREATE TABLE post (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    role TEXT NOT NULL,
    agency TEXT NOT NULL CHECK (agency <> ''),
    since_at INTEGER NOT NULL,
    until_at INTEGER CHECK (until_at >= since_at)
) STRICT;

CREATE INDEX post_account ON post (account_id);

CREATE INDEX post_agency ON post (agency, role);

CREATE TABLE receipt (
    agency TEXT NOT NULL,
    year INTEGER NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0),
    bill_id TEXT NOT NULL UNIQUE REFERENCES bill (id),
    event_id TEXT NOT NULL,
    issued_at INTEGER NOT NULL,
    PRIMARY KEY (agency, year, number)
) STRICT;

CREATE TABLE receipt_count (
    agency TEXT NOT NULL, year INTEGER NOT NULL, last INTEGER NOT NULL CHECK (last > 0),
    PRIMARY KEY (agency, year)
) STRICT;

CREATE TABLE receiving_account (
    id TEXT PRIMARY KEY,
    agency TEXT NOT NULL,
    provider TEXT NOT NULL,
    bank TEXT NOT NULL,
    bank_name TEXT NOT NULL CHECK (bank_name <> ''),
    number TEXT NOT NULL CHECK (number <> ''),
    holder TEXT NOT NULL CHECK (holder <> ''),
    opened_at INTEGER NOT NULL,
    closed_at INTEGER CHECK (closed_at >= opened_at)
) STRICT;

CREATE INDEX receiving_account_number ON receiving_account (provider, number);

CREATE UNIQUE INDEX receiving_account_open ON receiving_account (agency, provider) WHERE closed_at IS NULL;

CREATE TABLE record_file (
    id TEXT PRIMARY KEY,
    agency TEXT NOT NULL,
    year INTEGER NOT NULL,
    notation TEXT NOT NULL CHECK (notation <> ''),
    notation_key TEXT NOT NULL,
    title TEXT NOT NULL CHECK (title <> ''),
    retention TEXT NOT NULL,
    keeper TEXT NOT NULL,
    note TEXT NOT NULL,
    opened_by TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    event TEXT NOT NULL,
    papers INTEGER NOT NULL CHECK (papers >= 0),
    closed_by TEXT,
    closed_on TEXT,
    keep_until TEXT,
    closed_event TEXT,
    destroyed_by TEXT,
    destroyed_at INTEGER,
    destroyed_reason TEXT,
    destroyed_event TEXT, handed_by TEXT, handed_at INTEGER, handed_event TEXT, reminded_event TEXT,
    UNIQUE (agency, year, notation_key),
    CHECK (keep_until IS NULL OR closed_on IS NOT NULL),
    CHECK (destroyed_at IS NULL OR keep_until IS NOT NULL)
) STRICT;

CREATE INDEX record_file_closed ON record_file (closed_on);

CREATE INDEX record_file_due ON record_file (agency, keep_until);

CREATE TABLE record_paper (
    file TEXT NOT NULL REFERENCES record_file (id),
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    ordinal INTEGER NOT NULL CHECK (ordinal > 0),
    number TEXT NOT NULL,
    title TEXT NOT NULL,
    type TEXT NOT NULL,
    issuer TEXT NOT NULL,
    day TEXT NOT NULL,
    source TEXT NOT NULL,
    added_by TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (file, kind, subject)
) STRICT;

CREATE INDEX record_paper_subject ON record_paper (kind, subject);

CREATE TABLE recovery (
    account_id TEXT PRIMARY KEY REFERENCES account (id),
    hash BLOB NOT NULL,
    also_second_factor INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE recovery_code (
    account_id TEXT NOT NULL REFERENCES second_factor (account_id),
    hash BLOB NOT NULL,
    PRIMARY KEY (account_id, hash)
) STRICT;

CREATE TABLE refund (
    id TEXT PRIMARY KEY,
    bill_id TEXT NOT NULL UNIQUE REFERENCES bill (id),
    amount INTEGER NOT NULL CHECK (amount > 0),
    decided_by TEXT NOT NULL,
    decided_at INTEGER NOT NULL,
    paid_out_by TEXT,
    paid_out_at INTEGER,
    CHECK ((paid_out_at IS NULL) = (paid_out_by IS NULL))
) STRICT;

CREATE TABLE refused_notification (
    provider TEXT NOT NULL,
    reason TEXT NOT NULL,
    agency TEXT NOT NULL,
    reference TEXT NOT NULL,
    hour INTEGER NOT NULL,
    times INTEGER NOT NULL CHECK (times > 0),
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (provider, reason, reference, hour)
) STRICT;

CREATE INDEX refused_notification_agency ON refused_notification (agency, last_at);

CREATE TABLE register_request (
    id TEXT PRIMARY KEY,
    register TEXT NOT NULL,
    subject TEXT NOT NULL,
    place TEXT NOT NULL,
    body TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    taken_at INTEGER,
    outcome TEXT CHECK (outcome IN ('entered', 'returned', 'refused')),
    volume TEXT,
    number TEXT,
    entered_on TEXT,
    words TEXT NOT NULL,
    answered_at INTEGER,
    CHECK ((outcome IS NULL) = (answered_at IS NULL)),
    CHECK (outcome IS NULL OR (outcome = 'entered') = (number IS NOT NULL)),
    CHECK ((number IS NULL) = (volume IS NULL) AND (number IS NULL) = (entered_on IS NULL)),
    CHECK (outcome IS NULL OR body = '')
) STRICT;

CREATE INDEX register_request_subject ON register_request (subject, asked_at, id);

CREATE TABLE report_edition (
    id TEXT PRIMARY KEY,
    agency TEXT NOT NULL,
    kind TEXT NOT NULL,
    period TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    unit_from TEXT NOT NULL CHECK ((unit_from = '') = (unit_code = '')),
    number INTEGER NOT NULL CHECK (number > 0),
    content TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    event TEXT NOT NULL,
    handed_over_by TEXT,
    handed_over_at INTEGER,
    handed_over_event TEXT,
    CHECK ((handed_over_at IS NULL) = (handed_over_by IS NULL)),
    CHECK ((handed_over_at IS NULL) = (handed_over_event IS NULL)),
    UNIQUE (agency, kind, period, unit_code, unit_from, number)
) STRICT;

CREATE INDEX report_edition_agency ON report_edition (agency, made_at);

CREATE TABLE reported_figure (
    code TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    source TEXT NOT NULL,
    source_day TEXT NOT NULL,
    topic TEXT NOT NULL,
    name TEXT NOT NULL,
    printed TEXT NOT NULL,
    unit TEXT NOT NULL,
    period TEXT NOT NULL,
    base_period TEXT,
    base_value TEXT,
    change TEXT,
    change_kind TEXT,
    rank TEXT NOT NULL,
    target_year TEXT,
    target_status TEXT,
    origin TEXT NOT NULL,
    note_vi TEXT,
    note_en TEXT,
    event TEXT NOT NULL,
    entered_by TEXT NOT NULL,
    entered_at INTEGER NOT NULL,
    PRIMARY KEY (code, version)
) STRICT;

CREATE TABLE resident (
    id TEXT PRIMARY KEY,
    account_id TEXT UNIQUE REFERENCES account (id),
    name TEXT NOT NULL CHECK (name <> ''),
    identifier_lookup BLOB NOT NULL UNIQUE,
    identifier_sealed BLOB NOT NULL,
    verified_at INTEGER,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE resumable_upload (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    received INTEGER NOT NULL CHECK (received BETWEEN 0 AND size),
    begun_at INTEGER NOT NULL
) STRICT;

CREATE INDEX resumable_upload_age ON resumable_upload (begun_at);

CREATE INDEX resumable_upload_owner ON resumable_upload (owner, begun_at);

CREATE TABLE resumable_upload_piece (
    upload TEXT NOT NULL REFERENCES resumable_upload (id),
    start INTEGER NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (upload, start)
) STRICT;

CREATE TABLE scene_report (
    id TEXT PRIMARY KEY,
    agency TEXT NOT NULL,
    reporter TEXT NOT NULL,
    location TEXT NOT NULL CHECK (location <> ''),
    text TEXT NOT NULL CHECK (text <> ''),
    submitted_at INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('submitted', 'accepted', 'declined')),
    decided_by TEXT,
    decided_at INTEGER,
    reason TEXT, sent_by TEXT CHECK (sent_by <> reporter),
    CHECK ((status = 'submitted') = (decided_at IS NULL)),
    CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
    CHECK (status <> 'declined' OR reason <> '')
) STRICT;

CREATE INDEX scene_report_agency_status ON scene_report (agency, status, submitted_at, id);

CREATE INDEX scene_report_reporter ON scene_report (reporter, submitted_at);

CREATE INDEX scene_report_sent_by ON scene_report (sent_by, submitted_at);

CREATE TABLE second_factor (
    account_id TEXT PRIMARY KEY REFERENCES account (id),
    secret_sealed BLOB NOT NULL,
    confirmed_at INTEGER,
    last_step INTEGER
) STRICT;

CREATE TABLE service_level (
    code TEXT PRIMARY KEY,
    level TEXT NOT NULL CHECK (level IN ('informational', 'partial', 'full'))
) STRICT;

CREATE TABLE session (
    id TEXT PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    account_id TEXT NOT NULL REFERENCES account (id),
    post_id TEXT REFERENCES post (id),
    method TEXT NOT NULL CHECK (method IN ('password', 'eid')),
    second_factor_at INTEGER,
    browser TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;

CREATE INDEX session_account ON session (account_id, created_at);

CREATE INDEX session_expires ON session (expires_at);

CREATE TABLE sign_in_step (
    token_hash BLOB PRIMARY KEY,
    kind TEXT NOT NULL,
    sealed BLOB NOT NULL,
    tries INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX sign_in_step_expires ON sign_in_step (expires_at);

CREATE TABLE statement_line (
    account_id TEXT NOT NULL REFERENCES receiving_account (id),
    transaction_id TEXT NOT NULL,
    day TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount <> 0),
    memo TEXT NOT NULL,
    imported_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, transaction_id)
) STRICT;

CREATE INDEX statement_line_day ON statement_line (account_id, day);

CREATE TABLE task_agency (
    agency TEXT NOT NULL,
    case_file TEXT NOT NULL REFERENCES case_file (id),
    leads INTEGER NOT NULL,
    PRIMARY KEY (agency, case_file)
) STRICT;

CREATE INDEX task_agency_case_file ON task_agency (case_file);

CREATE TABLE task_reminder (
    id TEXT PRIMARY KEY,
    giver TEXT NOT NULL,
    agency TEXT NOT NULL,
    content TEXT NOT NULL,
    sent_by TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    event TEXT NOT NULL
) STRICT;

CREATE INDEX task_reminder_agency ON task_reminder (agency, sent_at);

CREATE INDEX task_reminder_giver ON task_reminder (giver, sent_at);

CREATE TABLE throttle (
    name BLOB PRIMARY KEY,
    failures INTEGER NOT NULL,
    failed_at INTEGER NOT NULL,
    free_at INTEGER NOT NULL
) STRICT;

CREATE INDEX throttle_failed ON throttle (failed_at);

CREATE TABLE unit (
    code TEXT NOT NULL CHECK (code <> ''),
    valid_from TEXT NOT NULL,
    valid_to TEXT CHECK (valid_to >= valid_from),
    level TEXT NOT NULL CHECK (level IN ('province', 'district', 'commune')),
    kind TEXT NOT NULL,
    name TEXT NOT NULL CHECK (name <> ''),
    parent_code TEXT CHECK ((parent_code IS NULL) = (level = 'province')),
    latitude REAL NOT NULL,
    longitude REAL NOT NULL,
    area_km2 REAL,
    PRIMARY KEY (code, valid_from)
) STRICT;

CREATE UNIQUE INDEX unit_open ON unit (code) WHERE valid_to IS NULL;

CREATE TABLE unit_change (
    day TEXT NOT NULL, basis TEXT NOT NULL CHECK (basis <> ''),
    PRIMARY KEY (day, basis)
) STRICT;

CREATE TABLE unit_load (
    version INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    loaded_at INTEGER NOT NULL
) STRICT;

CREATE TABLE unit_succession (
    old_code TEXT NOT NULL,
    old_from TEXT NOT NULL,
    new_code TEXT NOT NULL,
    new_from TEXT NOT NULL,
    extent TEXT NOT NULL CHECK (extent IN ('whole', 'part')),
    is_main INTEGER NOT NULL,
    PRIMARY KEY (old_code, old_from, new_code, new_from),
    FOREIGN KEY (old_code, old_from) REFERENCES unit (code, valid_from),
    FOREIGN KEY (new_code, new_from) REFERENCES unit (code, valid_from)
) STRICT;

CREATE INDEX unit_succession_new ON unit_succession (new_code, new_from);

