
CREATE TABLE public.account (
    id text NOT NULL COLLATE pg_catalog."C",
    username text COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    status text NOT NULL COLLATE pg_catalog."C",
    language text COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    CONSTRAINT account_language_check CHECK ((language = ANY (ARRAY['vi'::text, 'en'::text]))),
    CONSTRAINT account_name_check CHECK ((name <> ''::text)),
    CONSTRAINT account_status_check CHECK ((status = ANY (ARRAY['active'::text, 'disabled'::text])))
);

CREATE TABLE public.account_word (
    word text NOT NULL COLLATE pg_catalog."C",
    account_id text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT account_word_word_check CHECK ((word <> ''::text))
);

CREATE TABLE public.agency (
    id text NOT NULL COLLATE pg_catalog."C",
    organ_id text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    name_en text NOT NULL COLLATE pg_catalog."C",
    name_key bytea NOT NULL,
    unit_code text COLLATE pg_catalog."C",
    unit_from text COLLATE pg_catalog."C",
    parent_id text COLLATE pg_catalog."C",
    valid_from text NOT NULL COLLATE pg_catalog."C",
    valid_to text COLLATE pg_catalog."C",
    basis text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT agency_basis_check CHECK ((basis <> ''::text)),
    CONSTRAINT agency_check CHECK ((valid_to >= valid_from)),
    CONSTRAINT agency_check1 CHECK (((unit_code IS NULL) = (unit_from IS NULL))),
    CONSTRAINT agency_name_check CHECK ((name <> ''::text)),
    CONSTRAINT agency_name_en_check CHECK ((name_en <> ''::text))
);

CREATE TABLE public.agency_notation (
    event text NOT NULL COLLATE pg_catalog."C",
    agency text NOT NULL COLLATE pg_catalog."C",
    notation text NOT NULL COLLATE pg_catalog."C",
    set_by text NOT NULL COLLATE pg_catalog."C",
    set_at bigint NOT NULL,
    CONSTRAINT agency_notation_notation_check CHECK ((notation <> ''::text))
);

CREATE TABLE public.agency_organ_id (
    agency_id text NOT NULL COLLATE pg_catalog."C",
    organ_id text NOT NULL COLLATE pg_catalog."C",
    form text NOT NULL COLLATE pg_catalog."C",
    valid_from text NOT NULL COLLATE pg_catalog."C",
    valid_to text COLLATE pg_catalog."C",
    CONSTRAINT agency_organ_id_check CHECK ((valid_to >= valid_from)),
    CONSTRAINT agency_organ_id_form_check CHECK ((form = ANY (ARRAY['current'::text, 'former'::text])))
);

CREATE TABLE public.agency_succession (
    old_id text NOT NULL COLLATE pg_catalog."C",
    new_id text NOT NULL COLLATE pg_catalog."C",
    function text NOT NULL COLLATE pg_catalog."C",
    function_en text NOT NULL COLLATE pg_catalog."C",
    day text NOT NULL COLLATE pg_catalog."C",
    basis text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT agency_succession_basis_check CHECK ((basis <> ''::text))
);

CREATE TABLE public.authorisation (
    id text NOT NULL COLLATE pg_catalog."C",
    organisation_id text NOT NULL COLLATE pg_catalog."C",
    resident_id text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    title text NOT NULL COLLATE pg_catalog."C",
    since_at bigint NOT NULL,
    until_at bigint,
    CONSTRAINT authorisation_check CHECK ((until_at >= since_at)),
    CONSTRAINT authorisation_check1 CHECK (((kind = 'representative'::text) OR (until_at IS NOT NULL))),
    CONSTRAINT authorisation_kind_check CHECK ((kind = ANY (ARRAY['representative'::text, 'authorised'::text]))),
    CONSTRAINT authorisation_title_check CHECK ((title <> ''::text))
);

CREATE TABLE public.axis_arrival (
    id text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    sender text NOT NULL COLLATE pg_catalog."C",
    document_id text NOT NULL COLLATE pg_catalog."C",
    file text NOT NULL COLLATE pg_catalog."C",
    refusal text NOT NULL COLLATE pg_catalog."C",
    arrived_at bigint NOT NULL,
    CONSTRAINT axis_arrival_kind_check CHECK ((kind = ANY (ARRAY['edoc'::text, 'status'::text])))
);

CREATE TABLE public.axis_departure (
    id text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    sender text NOT NULL COLLATE pg_catalog."C",
    document_id text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    place text NOT NULL COLLATE pg_catalog."C",
    receivers text NOT NULL COLLATE pg_catalog."C",
    file text COLLATE pg_catalog."C",
    body text COLLATE pg_catalog."C",
    queued_at bigint NOT NULL,
    axis_id text COLLATE pg_catalog."C",
    sent_at bigint,
    problem text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT axis_departure_check CHECK (((kind = 'edoc'::text) = (file IS NOT NULL))),
    CONSTRAINT axis_departure_check1 CHECK (((kind = 'status'::text) = (body IS NOT NULL))),
    CONSTRAINT axis_departure_check2 CHECK (((axis_id IS NULL) = (sent_at IS NULL))),
    CONSTRAINT axis_departure_kind_check CHECK ((kind = ANY (ARRAY['edoc'::text, 'status'::text])))
);

CREATE TABLE public.axis_state (
    document_id text NOT NULL COLLATE pg_catalog."C",
    organ_id text NOT NULL COLLATE pg_catalog."C",
    state bigint NOT NULL,
    description text NOT NULL COLLATE pg_catalog."C",
    said_at bigint NOT NULL
);

CREATE TABLE public.bill (
    id text NOT NULL COLLATE pg_catalog."C",
    reference text NOT NULL COLLATE pg_catalog."C",
    agency text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    payer text NOT NULL COLLATE pg_catalog."C",
    amount bigint NOT NULL,
    issued_at bigint NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    decided_by text COLLATE pg_catalog."C",
    decided_at bigint,
    reason text COLLATE pg_catalog."C",
    CONSTRAINT bill_amount_check CHECK ((amount > 0)),
    CONSTRAINT bill_check CHECK (((state = 'open'::text) = (decided_at IS NULL))),
    CONSTRAINT bill_check1 CHECK (((decided_at IS NULL) = (decided_by IS NULL))),
    CONSTRAINT bill_check2 CHECK (((state <> ALL (ARRAY['exempted'::text, 'cancelled'::text, 'refunded'::text])) OR (reason <> ''::text))),
    CONSTRAINT bill_state_check CHECK ((state = ANY (ARRAY['open'::text, 'paid'::text, 'exempted'::text, 'cancelled'::text, 'refunded'::text])))
);

CREATE TABLE public.bill_line (
    bill_id text NOT NULL COLLATE pg_catalog."C",
    "position" bigint NOT NULL,
    text text NOT NULL COLLATE pg_catalog."C",
    english_text text NOT NULL COLLATE pg_catalog."C",
    unit_amount bigint NOT NULL,
    quantity bigint NOT NULL,
    CONSTRAINT bill_line_english_text_check CHECK ((english_text <> ''::text)),
    CONSTRAINT bill_line_quantity_check CHECK ((quantity > 0)),
    CONSTRAINT bill_line_text_check CHECK ((text <> ''::text)),
    CONSTRAINT bill_line_unit_amount_check CHECK ((unit_amount >= 0))
);

CREATE TABLE public.book_account (
    id text NOT NULL COLLATE pg_catalog."C",
    agency text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    detail text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.book_transfer (
    id text NOT NULL COLLATE pg_catalog."C",
    debit text NOT NULL COLLATE pg_catalog."C",
    credit text NOT NULL COLLATE pg_catalog."C",
    amount bigint NOT NULL,
    occasion text NOT NULL COLLATE pg_catalog."C",
    bill_id text COLLATE pg_catalog."C",
    notice_id text COLLATE pg_catalog."C",
    at bigint NOT NULL,
    CONSTRAINT book_transfer_amount_check CHECK ((amount > 0)),
    CONSTRAINT book_transfer_check CHECK ((debit <> credit))
);

CREATE TABLE public.case_calendar_day (
    agency text NOT NULL COLLATE pg_catalog."C",
    day text NOT NULL COLLATE pg_catalog."C",
    is_worked boolean NOT NULL
);

CREATE TABLE public.case_consultation (
    id text NOT NULL COLLATE pg_catalog."C",
    case_file text NOT NULL COLLATE pg_catalog."C",
    agency text NOT NULL COLLATE pg_catalog."C",
    asked_at bigint NOT NULL,
    asked_by text NOT NULL COLLATE pg_catalog."C",
    question text NOT NULL COLLATE pg_catalog."C",
    due_at bigint NOT NULL,
    answered_at bigint,
    answered_by text COLLATE pg_catalog."C",
    answer text COLLATE pg_catalog."C",
    is_escalation boolean DEFAULT false NOT NULL,
    passed_on text COLLATE pg_catalog."C",
    CONSTRAINT case_consultation_answer_check CHECK ((answer <> ''::text)),
    CONSTRAINT case_consultation_check CHECK (((answered_at IS NULL) = (answer IS NULL))),
    CONSTRAINT case_consultation_check1 CHECK (((answered_at IS NULL) = (answered_by IS NULL))),
    CONSTRAINT case_consultation_question_check CHECK ((question <> ''::text))
);

CREATE TABLE public.case_file (
    id text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    matter text NOT NULL COLLATE pg_catalog."C",
    matter_version bigint NOT NULL,
    applicant text COLLATE pg_catalog."C",
    applicant_name text NOT NULL COLLATE pg_catalog."C",
    sent_by text COLLATE pg_catalog."C",
    channel text NOT NULL COLLATE pg_catalog."C",
    content text NOT NULL COLLATE pg_catalog."C",
    time_limit text COLLATE pg_catalog."C",
    desk text NOT NULL COLLATE pg_catalog."C",
    holder text NOT NULL COLLATE pg_catalog."C",
    officer text COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    phase text NOT NULL COLLATE pg_catalog."C",
    code text COLLATE pg_catalog."C",
    opened_at bigint NOT NULL,
    received_at bigint,
    due_at bigint,
    stopped_at bigint,
    ended_at bigint,
    pile_order bigint NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT case_file_applicant_name_check CHECK ((applicant_name <> ''::text)),
    CONSTRAINT case_file_channel_check CHECK ((channel = ANY (ARRAY['desk'::text, 'online'::text, 'post'::text, 'portal'::text]))),
    CONSTRAINT case_file_check CHECK ((sent_by <> applicant)),
    CONSTRAINT case_file_check1 CHECK (((code IS NULL) = (received_at IS NULL))),
    CONSTRAINT case_file_check2 CHECK (((stopped_at IS NULL) OR (due_at IS NOT NULL))),
    CONSTRAINT case_file_check3 CHECK (((ended_at IS NULL) = (phase = ANY (ARRAY['incoming'::text, 'running'::text, 'standing'::text])))),
    CONSTRAINT case_file_phase_check CHECK ((phase = ANY (ARRAY['incoming'::text, 'running'::text, 'standing'::text, 'outgoing'::text, 'closed'::text])))
);

CREATE TABLE public.case_message (
    id text NOT NULL COLLATE pg_catalog."C",
    case_file text NOT NULL COLLATE pg_catalog."C",
    at bigint NOT NULL,
    author text NOT NULL COLLATE pg_catalog."C",
    is_from_office boolean NOT NULL,
    is_internal boolean NOT NULL,
    text text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT case_message_text_check CHECK ((text <> ''::text))
);

CREATE TABLE public.case_number (
    organ_id text NOT NULL COLLATE pg_catalog."C",
    day text NOT NULL COLLATE pg_catalog."C",
    last bigint NOT NULL,
    CONSTRAINT case_number_last_check CHECK ((last > 0))
);

CREATE TABLE public.case_rating (
    case_file text NOT NULL COLLATE pg_catalog."C",
    holder text NOT NULL COLLATE pg_catalog."C",
    at bigint NOT NULL,
    score bigint NOT NULL,
    text text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT case_rating_score_check CHECK (((score >= 1) AND (score <= 5)))
);

CREATE TABLE public.case_step (
    case_file text NOT NULL COLLATE pg_catalog."C",
    number bigint NOT NULL,
    event text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    phase text NOT NULL COLLATE pg_catalog."C",
    at bigint NOT NULL,
    actor text NOT NULL COLLATE pg_catalog."C",
    holder text NOT NULL COLLATE pg_catalog."C",
    officer text COLLATE pg_catalog."C",
    text text NOT NULL COLLATE pg_catalog."C",
    due_at bigint,
    ledger_event text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.case_word (
    place text NOT NULL COLLATE pg_catalog."C",
    word text NOT NULL COLLATE pg_catalog."C",
    case_file text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.collection_report (
    id text NOT NULL COLLATE pg_catalog."C",
    template text NOT NULL COLLATE pg_catalog."C",
    agency text NOT NULL COLLATE pg_catalog."C",
    period text NOT NULL COLLATE pg_catalog."C",
    draft text NOT NULL COLLATE pg_catalog."C",
    versions bigint NOT NULL,
    CONSTRAINT collection_report_versions_check CHECK ((versions >= 0))
);

CREATE TABLE public.collection_version (
    report text NOT NULL COLLATE pg_catalog."C",
    number bigint NOT NULL,
    content text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    sent_by text NOT NULL COLLATE pg_catalog."C",
    sent_at bigint NOT NULL,
    event text NOT NULL COLLATE pg_catalog."C",
    is_accepted bigint,
    decided_by text COLLATE pg_catalog."C",
    decided_at bigint,
    decided_reason text COLLATE pg_catalog."C",
    decided_event text COLLATE pg_catalog."C",
    minutes bigint,
    CONSTRAINT collection_version_check CHECK (((is_accepted IS NULL) = (decided_by IS NULL))),
    CONSTRAINT collection_version_check1 CHECK (((is_accepted IS NULL) = (decided_at IS NULL))),
    CONSTRAINT collection_version_check2 CHECK (((is_accepted IS NULL) = (decided_event IS NULL))),
    CONSTRAINT collection_version_check3 CHECK (((is_accepted <> 0) OR (decided_reason <> ''::text))),
    CONSTRAINT collection_version_is_accepted_check CHECK ((is_accepted = ANY (ARRAY[(0)::bigint, (1)::bigint]))),
    CONSTRAINT collection_version_minutes_check CHECK ((minutes > 0)),
    CONSTRAINT collection_version_number_check CHECK ((number > 0))
);

CREATE TABLE public.consent (
    id text NOT NULL COLLATE pg_catalog."C",
    grantor_id text NOT NULL COLLATE pg_catalog."C",
    grantee_id text NOT NULL COLLATE pg_catalog."C",
    matter text NOT NULL COLLATE pg_catalog."C",
    given_at bigint NOT NULL,
    until_at bigint NOT NULL,
    withdrawn_at bigint,
    CONSTRAINT consent_check CHECK ((grantee_id <> grantor_id)),
    CONSTRAINT consent_check1 CHECK ((until_at > given_at)),
    CONSTRAINT consent_matter_check CHECK ((matter <> ''::text))
);

CREATE TABLE public.content_replacement (
    file text NOT NULL COLLATE pg_catalog."C",
    sha256 text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.demo_axis_message (
    id text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    sender text NOT NULL COLLATE pg_catalog."C",
    bytes bytea NOT NULL,
    status text NOT NULL COLLATE pg_catalog."C",
    put_at bigint NOT NULL,
    CONSTRAINT demo_axis_message_status_check CHECK ((status = ANY (ARRAY['sent'::text, 'waiting'::text, 'done'::text, 'fail'::text])))
);

CREATE TABLE public.demo_portal_notice (
    id text NOT NULL COLLATE pg_catalog."C",
    portal text NOT NULL COLLATE pg_catalog."C",
    dossier text NOT NULL COLLATE pg_catalog."C",
    number bigint NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    state_code bigint NOT NULL,
    words text NOT NULL COLLATE pg_catalog."C",
    told_at bigint NOT NULL
);

CREATE TABLE public.demo_register_entry (
    register text NOT NULL COLLATE pg_catalog."C",
    request text NOT NULL COLLATE pg_catalog."C",
    content text NOT NULL COLLATE pg_catalog."C",
    year bigint NOT NULL,
    number bigint NOT NULL,
    entered_on text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT demo_register_entry_number_check CHECK ((number > 0))
);

CREATE TABLE public.directive (
    id text NOT NULL COLLATE pg_catalog."C",
    notation text NOT NULL COLLATE pg_catalog."C",
    day text NOT NULL COLLATE pg_catalog."C",
    title text NOT NULL COLLATE pg_catalog."C",
    agency text NOT NULL COLLATE pg_catalog."C",
    entered_by text NOT NULL COLLATE pg_catalog."C",
    entered_at bigint NOT NULL,
    event text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT directive_notation_check CHECK ((notation <> ''::text)),
    CONSTRAINT directive_title_check CHECK ((title <> ''::text))
);

CREATE TABLE public.directive_heading (
    directive text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    number bigint NOT NULL,
    title text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT directive_heading_kind_check CHECK ((kind = ANY (ARRAY['priority'::text, 'group'::text]))),
    CONSTRAINT directive_heading_number_check CHECK ((number > 0)),
    CONSTRAINT directive_heading_title_check CHECK ((title <> ''::text))
);

CREATE TABLE public.directive_task (
    case_file text NOT NULL COLLATE pg_catalog."C",
    directive text NOT NULL COLLATE pg_catalog."C",
    number bigint NOT NULL,
    group_number bigint NOT NULL,
    priority_number bigint,
    CONSTRAINT directive_task_number_check CHECK ((number > 0))
);

CREATE TABLE public.document_arrival (
    id text NOT NULL COLLATE pg_catalog."C",
    agency text NOT NULL COLLATE pg_catalog."C",
    year bigint NOT NULL,
    number bigint NOT NULL,
    arrived_on text NOT NULL COLLATE pg_catalog."C",
    sender text NOT NULL COLLATE pg_catalog."C",
    notation text NOT NULL COLLATE pg_catalog."C",
    day text NOT NULL COLLATE pg_catalog."C",
    type text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    same_key text NOT NULL COLLATE pg_catalog."C",
    entered_by text NOT NULL COLLATE pg_catalog."C",
    entered_at bigint NOT NULL,
    event text NOT NULL COLLATE pg_catalog."C",
    case_file text COLLATE pg_catalog."C",
    replaced_by text COLLATE pg_catalog."C",
    CONSTRAINT document_arrival_notation_check CHECK ((notation <> ''::text)),
    CONSTRAINT document_arrival_number_check CHECK ((number > 0)),
    CONSTRAINT document_arrival_sender_check CHECK ((sender <> ''::text)),
    CONSTRAINT document_arrival_subject_check CHECK ((subject <> ''::text))
);

CREATE TABLE public.document_found (
    document text NOT NULL COLLATE pg_catalog."C",
    way text NOT NULL COLLATE pg_catalog."C",
    agency text NOT NULL COLLATE pg_catalog."C",
    year bigint NOT NULL,
    type text NOT NULL COLLATE pg_catalog."C",
    day text NOT NULL COLLATE pg_catalog."C",
    number text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    party text NOT NULL COLLATE pg_catalog."C",
    event text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.document_incoming (
    message text NOT NULL COLLATE pg_catalog."C",
    receiver text NOT NULL COLLATE pg_catalog."C",
    agency text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    came_at bigint NOT NULL,
    sender text NOT NULL COLLATE pg_catalog."C",
    sender_name text NOT NULL COLLATE pg_catalog."C",
    type text NOT NULL COLLATE pg_catalog."C",
    type_name text NOT NULL COLLATE pg_catalog."C",
    notation text NOT NULL COLLATE pg_catalog."C",
    day text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    content text NOT NULL COLLATE pg_catalog."C",
    urgency bigint NOT NULL,
    signer text NOT NULL COLLATE pg_catalog."C",
    change text NOT NULL COLLATE pg_catalog."C",
    about text COLLATE pg_catalog."C",
    recalled_at bigint,
    recall_reason text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    arrival text COLLATE pg_catalog."C",
    carrier text DEFAULT 'exchange'::text NOT NULL COLLATE pg_catalog."C",
    reference text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT document_incoming_change_check CHECK ((change = ANY (ARRAY['new'::text, 'update'::text, 'replace'::text]))),
    CONSTRAINT document_incoming_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'registered'::text, 'refused'::text])))
);

CREATE TABLE public.document_issued (
    case_file text NOT NULL COLLATE pg_catalog."C",
    agency text NOT NULL COLLATE pg_catalog."C",
    type text NOT NULL COLLATE pg_catalog."C",
    year bigint NOT NULL,
    number bigint NOT NULL,
    notation text NOT NULL COLLATE pg_catalog."C",
    day text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    signer text NOT NULL COLLATE pg_catalog."C",
    recipients text NOT NULL COLLATE pg_catalog."C",
    copies bigint NOT NULL,
    urgency bigint NOT NULL,
    event text NOT NULL COLLATE pg_catalog."C",
    stroke text DEFAULT '/'::text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT document_issued_copies_check CHECK ((copies >= 0)),
    CONSTRAINT document_issued_number_check CHECK ((number > 0))
);

CREATE TABLE public.document_number (
    agency text NOT NULL COLLATE pg_catalog."C",
    type text NOT NULL COLLATE pg_catalog."C",
    year bigint NOT NULL,
    last bigint NOT NULL,
    CONSTRAINT document_number_last_check CHECK ((last > 0))
);

CREATE TABLE public.document_origin (
    case_file text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    origin text NOT NULL COLLATE pg_catalog."C",
    title text NOT NULL COLLATE pg_catalog."C",
    path text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.document_part (
    case_file text NOT NULL COLLATE pg_catalog."C",
    account text NOT NULL COLLATE pg_catalog."C",
    role text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT document_part_role_check CHECK ((role = ANY (ARRAY['lead'::text, 'joining'::text, 'informed'::text])))
);

CREATE TABLE public.document_receiver (
    case_file text NOT NULL COLLATE pg_catalog."C",
    agency text NOT NULL COLLATE pg_catalog."C",
    receiver text NOT NULL COLLATE pg_catalog."C",
    message text COLLATE pg_catalog."C",
    state text COLLATE pg_catalog."C",
    sent_at bigint NOT NULL,
    arrived_at bigint,
    received_at bigint,
    assigned_at bigint,
    done_at bigint,
    words text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    recall_reason text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    recall_by text COLLATE pg_catalog."C",
    carrier text DEFAULT 'exchange'::text NOT NULL COLLATE pg_catalog."C",
    reference text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    problem text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.document_signed (
    case_file text NOT NULL COLLATE pg_catalog."C",
    stroke text NOT NULL COLLATE pg_catalog."C",
    notation text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.document_signing (
    document text NOT NULL COLLATE pg_catalog."C",
    draft text NOT NULL COLLATE pg_catalog."C",
    done bigint NOT NULL,
    signatory text NOT NULL COLLATE pg_catalog."C",
    since bigint NOT NULL,
    problem text NOT NULL COLLATE pg_catalog."C",
    filling text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT document_signing_done_check CHECK ((done >= 0))
);

CREATE TABLE public.document_task (
    case_file text NOT NULL COLLATE pg_catalog."C",
    task text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.document_word (
    document text NOT NULL COLLATE pg_catalog."C",
    word text NOT NULL COLLATE pg_catalog."C",
    agency text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.dossier_confirmation (
    case_file text NOT NULL COLLATE pg_catalog."C",
    account text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    asked_at bigint NOT NULL,
    confirmed_at bigint,
    CONSTRAINT dossier_confirmation_check CHECK ((confirmed_at >= asked_at)),
    CONSTRAINT dossier_confirmation_name_check CHECK ((name <> ''::text))
);

CREATE TABLE public.exchange_certificate (
    sha256 text NOT NULL COLLATE pg_catalog."C",
    node text NOT NULL COLLATE pg_catalog."C",
    certificate bytea NOT NULL,
    issued_at bigint NOT NULL,
    revoked_at bigint,
    reason text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT exchange_certificate_check CHECK (((revoked_at IS NULL) = (reason = ''::text)))
);

CREATE TABLE public.exchange_contact (
    node text NOT NULL COLLATE pg_catalog."C",
    reached_at bigint,
    failed_at bigint,
    problem text NOT NULL COLLATE pg_catalog."C",
    came_at bigint,
    directory bigint
);

CREATE TABLE public.exchange_directory (
    version bigint NOT NULL,
    issued_at bigint NOT NULL,
    valid_until bigint NOT NULL,
    bytes bytea NOT NULL,
    signature bytea NOT NULL,
    taken_at bigint NOT NULL,
    CONSTRAINT exchange_directory_version_check CHECK ((version > 0))
);

CREATE TABLE public.exchange_host (
    organ_id text NOT NULL COLLATE pg_catalog."C",
    node text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.exchange_node (
    id text NOT NULL COLLATE pg_catalog."C",
    address text NOT NULL COLLATE pg_catalog."C",
    enrolled_at bigint NOT NULL,
    services text COLLATE pg_catalog."C"
);

CREATE TABLE public.exchange_received (
    id text NOT NULL COLLATE pg_catalog."C",
    sha256 text NOT NULL COLLATE pg_catalog."C",
    bytes bytea NOT NULL,
    signature bytea NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    sender text NOT NULL COLLATE pg_catalog."C",
    node text NOT NULL COLLATE pg_catalog."C",
    arrived_at bigint NOT NULL
);

CREATE TABLE public.exchange_received_for (
    message text NOT NULL COLLATE pg_catalog."C",
    receiver text NOT NULL COLLATE pg_catalog."C",
    place text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    state_at bigint NOT NULL,
    event text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.exchange_refusal (
    sha256 text NOT NULL COLLATE pg_catalog."C",
    message text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    bytes bytea NOT NULL,
    signature bytea NOT NULL,
    note bytea NOT NULL,
    note_signature bytea NOT NULL,
    first_at bigint NOT NULL,
    last_at bigint NOT NULL,
    times bigint NOT NULL
);

CREATE TABLE public.exchange_sent (
    id text NOT NULL COLLATE pg_catalog."C",
    sha256 text NOT NULL COLLATE pg_catalog."C",
    bytes bytea NOT NULL,
    signature bytea NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    sender text NOT NULL COLLATE pg_catalog."C",
    place text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    event text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.exchange_sent_to (
    message text NOT NULL COLLATE pg_catalog."C",
    receiver text NOT NULL COLLATE pg_catalog."C",
    node text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    state_at bigint NOT NULL
);

CREATE TABLE public.exchange_status (
    side text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    message text NOT NULL COLLATE pg_catalog."C",
    receiver text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    at bigint NOT NULL,
    bytes bytea NOT NULL,
    signature bytea NOT NULL,
    CONSTRAINT exchange_status_side_check CHECK ((side = ANY (ARRAY['sent'::text, 'received'::text])))
);

CREATE TABLE public.exchange_timestamp (
    sha256 text NOT NULL COLLATE pg_catalog."C",
    response bytea NOT NULL,
    stamped_at bigint NOT NULL
);

CREATE TABLE public.file (
    hash text NOT NULL COLLATE pg_catalog."C",
    size bigint NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    upload text NOT NULL COLLATE pg_catalog."C",
    received_at bigint NOT NULL,
    CONSTRAINT file_size_check CHECK ((size > 0))
);

CREATE TABLE public.file_chunk (
    upload text NOT NULL COLLATE pg_catalog."C",
    number bigint NOT NULL,
    bytes bytea NOT NULL
);

CREATE TABLE public.file_reference (
    hash text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    at bigint NOT NULL
);

CREATE TABLE public.form_draft (
    id text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    form text NOT NULL COLLATE pg_catalog."C",
    version bigint NOT NULL,
    owner text NOT NULL COLLATE pg_catalog."C",
    answers text NOT NULL COLLATE pg_catalog."C",
    revision bigint NOT NULL,
    begun_at bigint NOT NULL,
    saved_at bigint NOT NULL,
    became text COLLATE pg_catalog."C",
    place text COLLATE pg_catalog."C",
    CONSTRAINT form_draft_became_check CHECK ((became ~~ '/%'::text)),
    CONSTRAINT form_draft_check CHECK (((became IS NULL) OR (answers = '{}'::text))),
    CONSTRAINT form_draft_form_check CHECK ((form <> ''::text)),
    CONSTRAINT form_draft_kind_check CHECK ((kind <> ''::text)),
    CONSTRAINT form_draft_revision_check CHECK ((revision > 0)),
    CONSTRAINT form_draft_version_check CHECK ((version > 0))
);

CREATE TABLE public.indicator_count (
    place text NOT NULL COLLATE pg_catalog."C",
    measure text NOT NULL COLLATE pg_catalog."C",
    day text NOT NULL COLLATE pg_catalog."C",
    count bigint NOT NULL,
    CONSTRAINT indicator_count_count_check CHECK ((count > 0))
);

CREATE TABLE public.indicator_fact (
    measure text NOT NULL COLLATE pg_catalog."C",
    "position" bigint NOT NULL,
    event text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    place text NOT NULL COLLATE pg_catalog."C",
    day text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.indicator_target (
    indicator text NOT NULL COLLATE pg_catalog."C",
    unit_code text NOT NULL COLLATE pg_catalog."C",
    unit_from text NOT NULL COLLATE pg_catalog."C",
    period text NOT NULL COLLATE pg_catalog."C",
    version bigint NOT NULL,
    value text NOT NULL COLLATE pg_catalog."C",
    owner text NOT NULL COLLATE pg_catalog."C",
    basis text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    set_by text NOT NULL COLLATE pg_catalog."C",
    set_at bigint NOT NULL,
    event text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT indicator_target_basis_check CHECK ((basis <> ''::text)),
    CONSTRAINT indicator_target_check CHECK (((unit_from = ''::text) = (unit_code = ''::text))),
    CONSTRAINT indicator_target_check1 CHECK (((reason = ''::text) = (version = 1))),
    CONSTRAINT indicator_target_version_check CHECK ((version > 0))
);

CREATE TABLE public.indicator_total (
    measure text NOT NULL COLLATE pg_catalog."C",
    count bigint NOT NULL,
    CONSTRAINT indicator_total_count_check CHECK ((count > 0))
);

CREATE TABLE public.indicator_year (
    measure text NOT NULL COLLATE pg_catalog."C",
    place text NOT NULL COLLATE pg_catalog."C",
    year bigint NOT NULL,
    m01 bigint NOT NULL,
    m02 bigint NOT NULL,
    m03 bigint NOT NULL,
    m04 bigint NOT NULL,
    m05 bigint NOT NULL,
    m06 bigint NOT NULL,
    m07 bigint NOT NULL,
    m08 bigint NOT NULL,
    m09 bigint NOT NULL,
    m10 bigint NOT NULL,
    m11 bigint NOT NULL,
    m12 bigint NOT NULL
);

CREATE TABLE public.issued_document (
    id text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    title text NOT NULL COLLATE pg_catalog."C",
    number text NOT NULL COLLATE pg_catalog."C",
    place text NOT NULL COLLATE pg_catalog."C",
    agency text NOT NULL COLLATE pg_catalog."C",
    code text NOT NULL COLLATE pg_catalog."C",
    signatories text NOT NULL COLLATE pg_catalog."C",
    signer_names text NOT NULL COLLATE pg_catalog."C",
    requested_at bigint NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    html text NOT NULL COLLATE pg_catalog."C",
    file text COLLATE pg_catalog."C",
    issued_at bigint,
    problem text NOT NULL COLLATE pg_catalog."C",
    revoked_at bigint,
    revocation_reason text COLLATE pg_catalog."C",
    CONSTRAINT issued_document_check CHECK (((state = 'ready'::text) = (file IS NOT NULL))),
    CONSTRAINT issued_document_check1 CHECK (((state = 'ready'::text) = (html = ''::text))),
    CONSTRAINT issued_document_check2 CHECK (((state = ANY (ARRAY['ready'::text, 'printable'::text])) = (issued_at IS NOT NULL))),
    CONSTRAINT issued_document_check3 CHECK (((state = 'failed'::text) = (problem <> ''::text))),
    CONSTRAINT issued_document_check4 CHECK (((revoked_at IS NULL) = (revocation_reason IS NULL))),
    CONSTRAINT issued_document_kind_check CHECK ((kind <> ''::text)),
    CONSTRAINT issued_document_revocation_reason_check CHECK ((revocation_reason <> ''::text)),
    CONSTRAINT issued_document_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'ready'::text, 'printable'::text, 'failed'::text]))),
    CONSTRAINT issued_document_subject_check CHECK ((subject <> ''::text)),
    CONSTRAINT issued_document_title_check CHECK ((title <> ''::text))
);

CREATE TABLE public.job_lease (
    name text NOT NULL COLLATE pg_catalog."C",
    holder text NOT NULL COLLATE pg_catalog."C",
    token bigint NOT NULL,
    until_at bigint NOT NULL,
    CONSTRAINT job_lease_token_check CHECK ((token > 0))
);

CREATE TABLE public.job_outbox (
    id text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    event text NOT NULL COLLATE pg_catalog."C",
    body text NOT NULL COLLATE pg_catalog."C",
    attempts bigint NOT NULL,
    due_at bigint NOT NULL,
    problem text NOT NULL COLLATE pg_catalog."C",
    dead_at bigint,
    CONSTRAINT job_outbox_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT job_outbox_event_check CHECK ((event <> ''::text)),
    CONSTRAINT job_outbox_kind_check CHECK ((kind <> ''::text))
);

CREATE TABLE public.job_schedule (
    name text NOT NULL COLLATE pg_catalog."C",
    due_at bigint NOT NULL,
    ran_at bigint,
    problem text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.known_device (
    token_hash bytea NOT NULL,
    account_id text NOT NULL COLLATE pg_catalog."C",
    used_at bigint NOT NULL
);

CREATE TABLE public.ledger_access (
    subject text NOT NULL COLLATE pg_catalog."C",
    event_id text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.ledger_consumer (
    name text NOT NULL COLLATE pg_catalog."C",
    "position" bigint NOT NULL,
    version text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.ledger_entry (
    "position" bigint NOT NULL,
    event_id text NOT NULL COLLATE pg_catalog."C",
    leaf_hash bytea NOT NULL,
    CONSTRAINT ledger_entry_position_check CHECK (("position" > 0))
);

CREATE TABLE public.ledger_event (
    id text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    place text NOT NULL COLLATE pg_catalog."C",
    actor text NOT NULL COLLATE pg_catalog."C",
    at bigint NOT NULL,
    facts text NOT NULL COLLATE pg_catalog."C",
    commitment bytea
);

CREATE TABLE public.ledger_head (
    size bigint NOT NULL,
    root bytea NOT NULL,
    previous bytea NOT NULL,
    at bigint NOT NULL,
    key_id text NOT NULL COLLATE pg_catalog."C",
    signature bytea NOT NULL,
    CONSTRAINT ledger_head_size_check CHECK ((size > 0))
);

CREATE TABLE public.ledger_key (
    id text NOT NULL COLLATE pg_catalog."C",
    public_key bytea NOT NULL,
    valid_from bigint NOT NULL,
    valid_until bigint,
    revoked_at bigint
);

CREATE TABLE public.ledger_node (
    level bigint NOT NULL,
    node_index bigint NOT NULL,
    hash bytea NOT NULL
);

CREATE TABLE public.ledger_pending (
    arrival bigint NOT NULL,
    event_id text NOT NULL COLLATE pg_catalog."C"
);

ALTER TABLE public.ledger_pending ALTER COLUMN arrival ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.ledger_pending_arrival_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.ledger_personal (
    event_id text NOT NULL COLLATE pg_catalog."C",
    salt bytea NOT NULL,
    content text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.ledger_sealer (
    only_row bigint NOT NULL,
    CONSTRAINT ledger_sealer_only_row_check CHECK ((only_row = 1))
);

CREATE TABLE public.ledger_witness (
    name text NOT NULL COLLATE pg_catalog."C",
    size bigint NOT NULL,
    at bigint NOT NULL
);

CREATE TABLE public.mail_address (
    account text NOT NULL COLLATE pg_catalog."C",
    address text COLLATE pg_catalog."C",
    pending text COLLATE pg_catalog."C",
    pending_hash bytea,
    pending_until bigint,
    language text NOT NULL COLLATE pg_catalog."C",
    is_on boolean NOT NULL,
    asked bigint NOT NULL,
    asked_since bigint NOT NULL,
    CONSTRAINT mail_address_asked_check CHECK ((asked > 0)),
    CONSTRAINT mail_address_check CHECK (((address IS NOT NULL) OR (pending IS NOT NULL))),
    CONSTRAINT mail_address_check1 CHECK ((((pending IS NULL) = (pending_hash IS NULL)) AND ((pending IS NULL) = (pending_until IS NULL)))),
    CONSTRAINT mail_address_language_check CHECK ((language = ANY (ARRAY['vi'::text, 'en'::text])))
);

CREATE TABLE public.migration (
    name text NOT NULL COLLATE pg_catalog."C",
    checksum text NOT NULL COLLATE pg_catalog."C",
    applied_at bigint NOT NULL
);

CREATE TABLE public.organisation (
    id text NOT NULL COLLATE pg_catalog."C",
    tax_code text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    basis text NOT NULL COLLATE pg_catalog."C",
    entered_by text NOT NULL COLLATE pg_catalog."C",
    entered_at text NOT NULL COLLATE pg_catalog."C",
    entered_on bigint NOT NULL,
    CONSTRAINT organisation_basis_check CHECK ((basis <> ''::text)),
    CONSTRAINT organisation_entered_at_check CHECK ((entered_at <> ''::text)),
    CONSTRAINT organisation_name_check CHECK ((name <> ''::text)),
    CONSTRAINT organisation_tax_code_check CHECK ((length(tax_code) = ANY (ARRAY[10, 13])))
);

CREATE TABLE public.password (
    account_id text NOT NULL COLLATE pg_catalog."C",
    hash text NOT NULL COLLATE pg_catalog."C",
    changed_at bigint NOT NULL
);

CREATE TABLE public.payment_notice (
    id text NOT NULL COLLATE pg_catalog."C",
    provider text NOT NULL COLLATE pg_catalog."C",
    transaction_id text NOT NULL COLLATE pg_catalog."C",
    channel text NOT NULL COLLATE pg_catalog."C",
    account text NOT NULL COLLATE pg_catalog."C",
    amount text NOT NULL COLLATE pg_catalog."C",
    currency text NOT NULL COLLATE pg_catalog."C",
    memo text NOT NULL COLLATE pg_catalog."C",
    paid_at bigint NOT NULL,
    agency text NOT NULL COLLATE pg_catalog."C",
    bill_id text COLLATE pg_catalog."C",
    outcome text NOT NULL COLLATE pg_catalog."C",
    received_at bigint NOT NULL,
    repeats bigint NOT NULL,
    handling text COLLATE pg_catalog."C",
    remark text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT payment_notice_channel_check CHECK ((channel = ANY (ARRAY['notification'::text, 'statement'::text]))),
    CONSTRAINT payment_notice_check CHECK (((outcome <> 'applied'::text) OR (bill_id IS NOT NULL))),
    CONSTRAINT payment_notice_handling_check CHECK ((handling = ANY (ARRAY['assigned'::text, 'returned'::text, 'noted'::text])))
);

CREATE TABLE public.personal_notice (
    id text NOT NULL COLLATE pg_catalog."C",
    account text NOT NULL COLLATE pg_catalog."C",
    at bigint NOT NULL,
    title text NOT NULL COLLATE pg_catalog."C",
    title_en text NOT NULL COLLATE pg_catalog."C",
    text text NOT NULL COLLATE pg_catalog."C",
    text_en text NOT NULL COLLATE pg_catalog."C",
    path text NOT NULL COLLATE pg_catalog."C",
    read_at bigint,
    CONSTRAINT personal_notice_check CHECK ((read_at >= at)),
    CONSTRAINT personal_notice_path_check CHECK ((path ~~ '/%'::text)),
    CONSTRAINT personal_notice_title_check CHECK ((title <> ''::text)),
    CONSTRAINT personal_notice_title_en_check CHECK ((title_en <> ''::text))
);

CREATE TABLE public.plan (
    id text NOT NULL COLLATE pg_catalog."C",
    agency text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    title text NOT NULL COLLATE pg_catalog."C",
    notation text NOT NULL COLLATE pg_catalog."C",
    day text NOT NULL COLLATE pg_catalog."C",
    first_year bigint NOT NULL,
    last_year bigint NOT NULL,
    link text NOT NULL COLLATE pg_catalog."C",
    registered_by text NOT NULL COLLATE pg_catalog."C",
    registered_at bigint NOT NULL,
    event text NOT NULL COLLATE pg_catalog."C",
    withdrawn_by text COLLATE pg_catalog."C",
    withdrawn_at bigint,
    withdrawn_reason text COLLATE pg_catalog."C",
    withdrawn_event text COLLATE pg_catalog."C",
    CONSTRAINT plan_check CHECK ((last_year >= first_year)),
    CONSTRAINT plan_check1 CHECK (((withdrawn_at IS NULL) = (withdrawn_by IS NULL))),
    CONSTRAINT plan_check2 CHECK (((withdrawn_at IS NULL) = (withdrawn_reason IS NULL))),
    CONSTRAINT plan_check3 CHECK (((withdrawn_at IS NULL) = (withdrawn_event IS NULL))),
    CONSTRAINT plan_kind_check CHECK ((kind = ANY (ARRAY['strategy'::text, 'five_years'::text, 'annual'::text]))),
    CONSTRAINT plan_notation_check CHECK ((notation <> ''::text)),
    CONSTRAINT plan_title_check CHECK ((title <> ''::text))
);

CREATE TABLE public.portal_call (
    portal text NOT NULL COLLATE pg_catalog."C",
    idempotency_key text NOT NULL COLLATE pg_catalog."C",
    act text NOT NULL COLLATE pg_catalog."C",
    digest text NOT NULL COLLATE pg_catalog."C",
    dossier text NOT NULL COLLATE pg_catalog."C",
    called_at bigint NOT NULL
);

CREATE TABLE public.post (
    id text NOT NULL COLLATE pg_catalog."C",
    account_id text NOT NULL COLLATE pg_catalog."C",
    role text NOT NULL COLLATE pg_catalog."C",
    agency text NOT NULL COLLATE pg_catalog."C",
    since_at bigint NOT NULL,
    until_at bigint,
    CONSTRAINT post_agency_check CHECK ((agency <> ''::text)),
    CONSTRAINT post_check CHECK ((until_at >= since_at))
);

CREATE TABLE public.receipt (
    agency text NOT NULL COLLATE pg_catalog."C",
    year bigint NOT NULL,
    number bigint NOT NULL,
    bill_id text NOT NULL COLLATE pg_catalog."C",
    event_id text NOT NULL COLLATE pg_catalog."C",
    issued_at bigint NOT NULL,
    CONSTRAINT receipt_number_check CHECK ((number > 0))
);

CREATE TABLE public.receipt_count (
    agency text NOT NULL COLLATE pg_catalog."C",
    year bigint NOT NULL,
    last bigint NOT NULL,
    CONSTRAINT receipt_count_last_check CHECK ((last > 0))
);

CREATE TABLE public.receiving_account (
    id text NOT NULL COLLATE pg_catalog."C",
    agency text NOT NULL COLLATE pg_catalog."C",
    provider text NOT NULL COLLATE pg_catalog."C",
    bank text NOT NULL COLLATE pg_catalog."C",
    bank_name text NOT NULL COLLATE pg_catalog."C",
    number text NOT NULL COLLATE pg_catalog."C",
    holder text NOT NULL COLLATE pg_catalog."C",
    opened_at bigint NOT NULL,
    closed_at bigint,
    CONSTRAINT receiving_account_bank_name_check CHECK ((bank_name <> ''::text)),
    CONSTRAINT receiving_account_check CHECK ((closed_at >= opened_at)),
    CONSTRAINT receiving_account_holder_check CHECK ((holder <> ''::text)),
    CONSTRAINT receiving_account_number_check CHECK ((number <> ''::text))
);

CREATE TABLE public.record_file (
    id text NOT NULL COLLATE pg_catalog."C",
    agency text NOT NULL COLLATE pg_catalog."C",
    year bigint NOT NULL,
    notation text NOT NULL COLLATE pg_catalog."C",
    notation_key text NOT NULL COLLATE pg_catalog."C",
    title text NOT NULL COLLATE pg_catalog."C",
    retention text NOT NULL COLLATE pg_catalog."C",
    keeper text NOT NULL COLLATE pg_catalog."C",
    note text NOT NULL COLLATE pg_catalog."C",
    opened_by text NOT NULL COLLATE pg_catalog."C",
    opened_at bigint NOT NULL,
    event text NOT NULL COLLATE pg_catalog."C",
    papers bigint NOT NULL,
    closed_by text COLLATE pg_catalog."C",
    closed_on text COLLATE pg_catalog."C",
    keep_until text COLLATE pg_catalog."C",
    closed_event text COLLATE pg_catalog."C",
    destroyed_by text COLLATE pg_catalog."C",
    destroyed_at bigint,
    destroyed_reason text COLLATE pg_catalog."C",
    destroyed_event text COLLATE pg_catalog."C",
    handed_by text COLLATE pg_catalog."C",
    handed_at bigint,
    handed_event text COLLATE pg_catalog."C",
    reminded_event text COLLATE pg_catalog."C",
    CONSTRAINT record_file_check CHECK (((keep_until IS NULL) OR (closed_on IS NOT NULL))),
    CONSTRAINT record_file_check1 CHECK (((destroyed_at IS NULL) OR (keep_until IS NOT NULL))),
    CONSTRAINT record_file_notation_check CHECK ((notation <> ''::text)),
    CONSTRAINT record_file_papers_check CHECK ((papers >= 0)),
    CONSTRAINT record_file_title_check CHECK ((title <> ''::text))
);

CREATE TABLE public.record_paper (
    file text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    ordinal bigint NOT NULL,
    number text NOT NULL COLLATE pg_catalog."C",
    title text NOT NULL COLLATE pg_catalog."C",
    type text NOT NULL COLLATE pg_catalog."C",
    issuer text NOT NULL COLLATE pg_catalog."C",
    day text NOT NULL COLLATE pg_catalog."C",
    source text NOT NULL COLLATE pg_catalog."C",
    added_by text NOT NULL COLLATE pg_catalog."C",
    added_at bigint NOT NULL,
    event text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT record_paper_ordinal_check CHECK ((ordinal > 0))
);

CREATE TABLE public.recovery (
    account_id text NOT NULL COLLATE pg_catalog."C",
    hash bytea NOT NULL,
    also_second_factor boolean NOT NULL,
    expires_at bigint NOT NULL
);

CREATE TABLE public.recovery_code (
    account_id text NOT NULL COLLATE pg_catalog."C",
    hash bytea NOT NULL
);

CREATE TABLE public.refund (
    id text NOT NULL COLLATE pg_catalog."C",
    bill_id text NOT NULL COLLATE pg_catalog."C",
    amount bigint NOT NULL,
    decided_by text NOT NULL COLLATE pg_catalog."C",
    decided_at bigint NOT NULL,
    paid_out_by text COLLATE pg_catalog."C",
    paid_out_at bigint,
    CONSTRAINT refund_amount_check CHECK ((amount > 0)),
    CONSTRAINT refund_check CHECK (((paid_out_at IS NULL) = (paid_out_by IS NULL)))
);

CREATE TABLE public.refused_notification (
    provider text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    agency text NOT NULL COLLATE pg_catalog."C",
    reference text NOT NULL COLLATE pg_catalog."C",
    hour bigint NOT NULL,
    times bigint NOT NULL,
    first_at bigint NOT NULL,
    last_at bigint NOT NULL,
    CONSTRAINT refused_notification_times_check CHECK ((times > 0))
);

CREATE TABLE public.register_request (
    id text NOT NULL COLLATE pg_catalog."C",
    register text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    place text NOT NULL COLLATE pg_catalog."C",
    body text NOT NULL COLLATE pg_catalog."C",
    asked_at bigint NOT NULL,
    taken_at bigint,
    outcome text COLLATE pg_catalog."C",
    volume text COLLATE pg_catalog."C",
    number text COLLATE pg_catalog."C",
    entered_on text COLLATE pg_catalog."C",
    words text NOT NULL COLLATE pg_catalog."C",
    answered_at bigint,
    CONSTRAINT register_request_check CHECK (((outcome IS NULL) = (answered_at IS NULL))),
    CONSTRAINT register_request_check1 CHECK (((outcome IS NULL) OR ((outcome = 'entered'::text) = (number IS NOT NULL)))),
    CONSTRAINT register_request_check2 CHECK ((((number IS NULL) = (volume IS NULL)) AND ((number IS NULL) = (entered_on IS NULL)))),
    CONSTRAINT register_request_check3 CHECK (((outcome IS NULL) OR (body = ''::text))),
    CONSTRAINT register_request_outcome_check CHECK ((outcome = ANY (ARRAY['entered'::text, 'returned'::text, 'refused'::text])))
);

CREATE TABLE public.report_edition (
    id text NOT NULL COLLATE pg_catalog."C",
    agency text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    period text NOT NULL COLLATE pg_catalog."C",
    unit_code text NOT NULL COLLATE pg_catalog."C",
    unit_from text NOT NULL COLLATE pg_catalog."C",
    number bigint NOT NULL,
    content text NOT NULL COLLATE pg_catalog."C",
    made_by text NOT NULL COLLATE pg_catalog."C",
    made_at bigint NOT NULL,
    event text NOT NULL COLLATE pg_catalog."C",
    handed_over_by text COLLATE pg_catalog."C",
    handed_over_at bigint,
    handed_over_event text COLLATE pg_catalog."C",
    CONSTRAINT report_edition_check CHECK (((unit_from = ''::text) = (unit_code = ''::text))),
    CONSTRAINT report_edition_check1 CHECK (((handed_over_at IS NULL) = (handed_over_by IS NULL))),
    CONSTRAINT report_edition_check2 CHECK (((handed_over_at IS NULL) = (handed_over_event IS NULL))),
    CONSTRAINT report_edition_number_check CHECK ((number > 0))
);

CREATE TABLE public.reported_figure (
    code text NOT NULL COLLATE pg_catalog."C",
    version bigint NOT NULL,
    source text NOT NULL COLLATE pg_catalog."C",
    source_day text NOT NULL COLLATE pg_catalog."C",
    topic text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    printed text NOT NULL COLLATE pg_catalog."C",
    unit text NOT NULL COLLATE pg_catalog."C",
    period text NOT NULL COLLATE pg_catalog."C",
    base_period text COLLATE pg_catalog."C",
    base_value text COLLATE pg_catalog."C",
    change text COLLATE pg_catalog."C",
    change_kind text COLLATE pg_catalog."C",
    rank text NOT NULL COLLATE pg_catalog."C",
    target_year text COLLATE pg_catalog."C",
    target_status text COLLATE pg_catalog."C",
    origin text NOT NULL COLLATE pg_catalog."C",
    note_vi text COLLATE pg_catalog."C",
    note_en text COLLATE pg_catalog."C",
    event text NOT NULL COLLATE pg_catalog."C",
    entered_by text NOT NULL COLLATE pg_catalog."C",
    entered_at bigint NOT NULL,
    CONSTRAINT reported_figure_version_check CHECK ((version > 0))
);

CREATE TABLE public.resident (
    id text NOT NULL COLLATE pg_catalog."C",
    account_id text COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    identifier_lookup bytea NOT NULL,
    identifier_sealed bytea NOT NULL,
    verified_at bigint,
    created_at bigint NOT NULL,
    CONSTRAINT resident_name_check CHECK ((name <> ''::text))
);

CREATE TABLE public.resumable_upload (
    id text NOT NULL COLLATE pg_catalog."C",
    owner text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    size bigint NOT NULL,
    received bigint NOT NULL,
    begun_at bigint NOT NULL,
    CONSTRAINT resumable_upload_check CHECK (((received >= 0) AND (received <= size)))
);

CREATE TABLE public.resumable_upload_piece (
    upload text NOT NULL COLLATE pg_catalog."C",
    start bigint NOT NULL,
    hash text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.scene_report (
    id text NOT NULL COLLATE pg_catalog."C",
    agency text NOT NULL COLLATE pg_catalog."C",
    reporter text NOT NULL COLLATE pg_catalog."C",
    location text NOT NULL COLLATE pg_catalog."C",
    text text NOT NULL COLLATE pg_catalog."C",
    submitted_at bigint NOT NULL,
    status text NOT NULL COLLATE pg_catalog."C",
    decided_by text COLLATE pg_catalog."C",
    decided_at bigint,
    reason text COLLATE pg_catalog."C",
    sent_by text COLLATE pg_catalog."C",
    CONSTRAINT scene_report_check CHECK (((status = 'submitted'::text) = (decided_at IS NULL))),
    CONSTRAINT scene_report_check1 CHECK (((decided_at IS NULL) = (decided_by IS NULL))),
    CONSTRAINT scene_report_check2 CHECK (((status <> 'declined'::text) OR (reason <> ''::text))),
    CONSTRAINT scene_report_check3 CHECK ((sent_by <> reporter)),
    CONSTRAINT scene_report_location_check CHECK ((location <> ''::text)),
    CONSTRAINT scene_report_status_check CHECK ((status = ANY (ARRAY['submitted'::text, 'accepted'::text, 'declined'::text]))),
    CONSTRAINT scene_report_text_check CHECK ((text <> ''::text))
);

CREATE TABLE public.second_factor (
    account_id text NOT NULL COLLATE pg_catalog."C",
    secret_sealed bytea NOT NULL,
    confirmed_at bigint,
    last_step bigint
);

CREATE TABLE public.service_level (
    code text NOT NULL COLLATE pg_catalog."C",
    level text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT service_level_level_check CHECK ((level = ANY (ARRAY['informational'::text, 'partial'::text, 'full'::text])))
);

CREATE TABLE public.session (
    id text NOT NULL COLLATE pg_catalog."C",
    token_hash bytea NOT NULL,
    account_id text NOT NULL COLLATE pg_catalog."C",
    post_id text COLLATE pg_catalog."C",
    method text NOT NULL COLLATE pg_catalog."C",
    second_factor_at bigint,
    browser text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    seen_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    ended_at bigint,
    CONSTRAINT session_method_check CHECK ((method = ANY (ARRAY['password'::text, 'eid'::text])))
);

CREATE TABLE public.sign_in_step (
    token_hash bytea NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    sealed bytea NOT NULL,
    tries bigint NOT NULL,
    expires_at bigint NOT NULL
);

CREATE TABLE public.statement_line (
    account_id text NOT NULL COLLATE pg_catalog."C",
    transaction_id text NOT NULL COLLATE pg_catalog."C",
    day text NOT NULL COLLATE pg_catalog."C",
    amount bigint NOT NULL,
    memo text NOT NULL COLLATE pg_catalog."C",
    imported_at bigint NOT NULL,
    CONSTRAINT statement_line_amount_check CHECK ((amount <> 0))
);

CREATE TABLE public.task_agency (
    agency text NOT NULL COLLATE pg_catalog."C",
    case_file text NOT NULL COLLATE pg_catalog."C",
    leads boolean NOT NULL
);

CREATE TABLE public.task_reminder (
    id text NOT NULL COLLATE pg_catalog."C",
    giver text NOT NULL COLLATE pg_catalog."C",
    agency text NOT NULL COLLATE pg_catalog."C",
    content text NOT NULL COLLATE pg_catalog."C",
    sent_by text NOT NULL COLLATE pg_catalog."C",
    sent_at bigint NOT NULL,
    event text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.throttle (
    name bytea NOT NULL,
    failures bigint NOT NULL,
    failed_at bigint NOT NULL,
    free_at bigint NOT NULL
);

CREATE TABLE public.unit (
    code text NOT NULL COLLATE pg_catalog."C",
    valid_from text NOT NULL COLLATE pg_catalog."C",
    valid_to text COLLATE pg_catalog."C",
    level text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    parent_code text COLLATE pg_catalog."C",
    latitude double precision NOT NULL,
    longitude double precision NOT NULL,
    area_km2 double precision,
    CONSTRAINT unit_check CHECK ((valid_to >= valid_from)),
    CONSTRAINT unit_check1 CHECK (((parent_code IS NULL) = (level = 'province'::text))),
    CONSTRAINT unit_code_check CHECK ((code <> ''::text)),
    CONSTRAINT unit_level_check CHECK ((level = ANY (ARRAY['province'::text, 'district'::text, 'commune'::text]))),
    CONSTRAINT unit_name_check CHECK ((name <> ''::text))
);

CREATE TABLE public.unit_change (
    day text NOT NULL COLLATE pg_catalog."C",
    basis text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT unit_change_basis_check CHECK ((basis <> ''::text))
);

CREATE TABLE public.unit_load (
    version bigint NOT NULL,
    sha256 text NOT NULL COLLATE pg_catalog."C",
    loaded_at bigint NOT NULL
);

CREATE TABLE public.unit_succession (
    old_code text NOT NULL COLLATE pg_catalog."C",
    old_from text NOT NULL COLLATE pg_catalog."C",
    new_code text NOT NULL COLLATE pg_catalog."C",
    new_from text NOT NULL COLLATE pg_catalog."C",
    extent text NOT NULL COLLATE pg_catalog."C",
    is_main boolean NOT NULL,
    CONSTRAINT unit_succession_extent_check CHECK ((extent = ANY (ARRAY['whole'::text, 'part'::text])))
);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_username_key UNIQUE (username);

ALTER TABLE ONLY public.account_word
    ADD CONSTRAINT account_word_pkey PRIMARY KEY (word, account_id);

ALTER TABLE ONLY public.agency_notation
    ADD CONSTRAINT agency_notation_pkey PRIMARY KEY (event);

ALTER TABLE ONLY public.agency_organ_id
    ADD CONSTRAINT agency_organ_id_pkey PRIMARY KEY (organ_id, agency_id);

ALTER TABLE ONLY public.agency
    ADD CONSTRAINT agency_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.agency_succession
    ADD CONSTRAINT agency_succession_pkey PRIMARY KEY (old_id, new_id, function);

ALTER TABLE ONLY public.authorisation
    ADD CONSTRAINT authorisation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.axis_arrival
    ADD CONSTRAINT axis_arrival_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.axis_departure
    ADD CONSTRAINT axis_departure_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.axis_state
    ADD CONSTRAINT axis_state_pkey PRIMARY KEY (document_id, organ_id);

ALTER TABLE ONLY public.bill_line
    ADD CONSTRAINT bill_line_pkey PRIMARY KEY (bill_id, "position");

ALTER TABLE ONLY public.bill
    ADD CONSTRAINT bill_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bill
    ADD CONSTRAINT bill_reference_key UNIQUE (reference);

ALTER TABLE ONLY public.book_account
    ADD CONSTRAINT book_account_agency_kind_detail_key UNIQUE (agency, kind, detail);

ALTER TABLE ONLY public.book_account
    ADD CONSTRAINT book_account_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.book_transfer
    ADD CONSTRAINT book_transfer_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.case_calendar_day
    ADD CONSTRAINT case_calendar_day_pkey PRIMARY KEY (agency, day);

ALTER TABLE ONLY public.case_consultation
    ADD CONSTRAINT case_consultation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.case_file
    ADD CONSTRAINT case_file_code_key UNIQUE (code);

ALTER TABLE ONLY public.case_file
    ADD CONSTRAINT case_file_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.case_message
    ADD CONSTRAINT case_message_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.case_number
    ADD CONSTRAINT case_number_pkey PRIMARY KEY (organ_id, day);

ALTER TABLE ONLY public.case_rating
    ADD CONSTRAINT case_rating_pkey PRIMARY KEY (case_file);

ALTER TABLE ONLY public.case_step
    ADD CONSTRAINT case_step_pkey PRIMARY KEY (case_file, number);

ALTER TABLE ONLY public.case_word
    ADD CONSTRAINT case_word_pkey PRIMARY KEY (place, word, case_file);

ALTER TABLE ONLY public.collection_report
    ADD CONSTRAINT collection_report_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.collection_report
    ADD CONSTRAINT collection_report_template_period_agency_key UNIQUE (template, period, agency);

ALTER TABLE ONLY public.collection_version
    ADD CONSTRAINT collection_version_pkey PRIMARY KEY (report, number);

ALTER TABLE ONLY public.consent
    ADD CONSTRAINT consent_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.content_replacement
    ADD CONSTRAINT content_replacement_pkey PRIMARY KEY (file);

ALTER TABLE ONLY public.demo_axis_message
    ADD CONSTRAINT demo_axis_message_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.demo_portal_notice
    ADD CONSTRAINT demo_portal_notice_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.demo_register_entry
    ADD CONSTRAINT demo_register_entry_pkey PRIMARY KEY (register, request);

ALTER TABLE ONLY public.demo_register_entry
    ADD CONSTRAINT demo_register_entry_register_content_key UNIQUE (register, content);

ALTER TABLE ONLY public.demo_register_entry
    ADD CONSTRAINT demo_register_entry_register_year_number_key UNIQUE (register, year, number);

ALTER TABLE ONLY public.directive
    ADD CONSTRAINT directive_agency_notation_day_key UNIQUE (agency, notation, day);

ALTER TABLE ONLY public.directive_heading
    ADD CONSTRAINT directive_heading_pkey PRIMARY KEY (directive, kind, number);

ALTER TABLE ONLY public.directive
    ADD CONSTRAINT directive_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.directive_task
    ADD CONSTRAINT directive_task_directive_number_key UNIQUE (directive, number);

ALTER TABLE ONLY public.directive_task
    ADD CONSTRAINT directive_task_pkey PRIMARY KEY (case_file);

ALTER TABLE ONLY public.document_arrival
    ADD CONSTRAINT document_arrival_agency_year_number_key UNIQUE (agency, year, number);

ALTER TABLE ONLY public.document_arrival
    ADD CONSTRAINT document_arrival_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.document_found
    ADD CONSTRAINT document_found_pkey PRIMARY KEY (document);

ALTER TABLE ONLY public.document_incoming
    ADD CONSTRAINT document_incoming_pkey PRIMARY KEY (message, receiver);

ALTER TABLE ONLY public.document_issued
    ADD CONSTRAINT document_issued_agency_type_year_number_key UNIQUE (agency, type, year, number);

ALTER TABLE ONLY public.document_issued
    ADD CONSTRAINT document_issued_pkey PRIMARY KEY (case_file);

ALTER TABLE ONLY public.document_number
    ADD CONSTRAINT document_number_pkey PRIMARY KEY (agency, type, year);

ALTER TABLE ONLY public.document_origin
    ADD CONSTRAINT document_origin_kind_origin_key UNIQUE (kind, origin);

ALTER TABLE ONLY public.document_origin
    ADD CONSTRAINT document_origin_pkey PRIMARY KEY (case_file);

ALTER TABLE ONLY public.document_part
    ADD CONSTRAINT document_part_pkey PRIMARY KEY (case_file, account);

ALTER TABLE ONLY public.document_receiver
    ADD CONSTRAINT document_receiver_pkey PRIMARY KEY (case_file, receiver);

ALTER TABLE ONLY public.document_signed
    ADD CONSTRAINT document_signed_pkey PRIMARY KEY (case_file);

ALTER TABLE ONLY public.document_signing
    ADD CONSTRAINT document_signing_pkey PRIMARY KEY (document);

ALTER TABLE ONLY public.document_task
    ADD CONSTRAINT document_task_pkey PRIMARY KEY (case_file);

ALTER TABLE ONLY public.document_word
    ADD CONSTRAINT document_word_pkey PRIMARY KEY (document, word);

ALTER TABLE ONLY public.dossier_confirmation
    ADD CONSTRAINT dossier_confirmation_pkey PRIMARY KEY (case_file, account);

ALTER TABLE ONLY public.exchange_certificate
    ADD CONSTRAINT exchange_certificate_pkey PRIMARY KEY (sha256);

ALTER TABLE ONLY public.exchange_contact
    ADD CONSTRAINT exchange_contact_pkey PRIMARY KEY (node);

ALTER TABLE ONLY public.exchange_directory
    ADD CONSTRAINT exchange_directory_pkey PRIMARY KEY (version);

ALTER TABLE ONLY public.exchange_host
    ADD CONSTRAINT exchange_host_pkey PRIMARY KEY (organ_id);

ALTER TABLE ONLY public.exchange_node
    ADD CONSTRAINT exchange_node_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.exchange_received_for
    ADD CONSTRAINT exchange_received_for_pkey PRIMARY KEY (message, receiver);

ALTER TABLE ONLY public.exchange_received
    ADD CONSTRAINT exchange_received_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.exchange_refusal
    ADD CONSTRAINT exchange_refusal_pkey PRIMARY KEY (sha256);

ALTER TABLE ONLY public.exchange_sent
    ADD CONSTRAINT exchange_sent_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.exchange_sent_to
    ADD CONSTRAINT exchange_sent_to_pkey PRIMARY KEY (message, receiver);

ALTER TABLE ONLY public.exchange_status
    ADD CONSTRAINT exchange_status_pkey PRIMARY KEY (side, id);

ALTER TABLE ONLY public.exchange_timestamp
    ADD CONSTRAINT exchange_timestamp_pkey PRIMARY KEY (sha256);

ALTER TABLE ONLY public.file_chunk
    ADD CONSTRAINT file_chunk_pkey PRIMARY KEY (upload, number);

ALTER TABLE ONLY public.file
    ADD CONSTRAINT file_pkey PRIMARY KEY (hash);

ALTER TABLE ONLY public.file_reference
    ADD CONSTRAINT file_reference_pkey PRIMARY KEY (subject, hash);

ALTER TABLE ONLY public.form_draft
    ADD CONSTRAINT form_draft_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.indicator_count
    ADD CONSTRAINT indicator_count_pkey PRIMARY KEY (place, measure, day);

ALTER TABLE ONLY public.indicator_fact
    ADD CONSTRAINT indicator_fact_pkey PRIMARY KEY (measure, "position");

ALTER TABLE ONLY public.indicator_target
    ADD CONSTRAINT indicator_target_pkey PRIMARY KEY (unit_code, unit_from, indicator, period, version);

ALTER TABLE ONLY public.indicator_total
    ADD CONSTRAINT indicator_total_pkey PRIMARY KEY (measure);

ALTER TABLE ONLY public.indicator_year
    ADD CONSTRAINT indicator_year_pkey PRIMARY KEY (measure, place, year);

ALTER TABLE ONLY public.issued_document
    ADD CONSTRAINT issued_document_code_key UNIQUE (code);

ALTER TABLE ONLY public.issued_document
    ADD CONSTRAINT issued_document_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.job_lease
    ADD CONSTRAINT job_lease_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.job_outbox
    ADD CONSTRAINT job_outbox_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.job_schedule
    ADD CONSTRAINT job_schedule_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.known_device
    ADD CONSTRAINT known_device_pkey PRIMARY KEY (token_hash, account_id);

ALTER TABLE ONLY public.ledger_access
    ADD CONSTRAINT ledger_access_pkey PRIMARY KEY (subject, event_id);

ALTER TABLE ONLY public.ledger_consumer
    ADD CONSTRAINT ledger_consumer_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_event_id_key UNIQUE (event_id);

ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_pkey PRIMARY KEY ("position");

ALTER TABLE ONLY public.ledger_event
    ADD CONSTRAINT ledger_event_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ledger_head
    ADD CONSTRAINT ledger_head_pkey PRIMARY KEY (size);

ALTER TABLE ONLY public.ledger_key
    ADD CONSTRAINT ledger_key_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ledger_node
    ADD CONSTRAINT ledger_node_pkey PRIMARY KEY (level, node_index);

ALTER TABLE ONLY public.ledger_pending
    ADD CONSTRAINT ledger_pending_pkey PRIMARY KEY (arrival);

ALTER TABLE ONLY public.ledger_personal
    ADD CONSTRAINT ledger_personal_pkey PRIMARY KEY (event_id);

ALTER TABLE ONLY public.ledger_sealer
    ADD CONSTRAINT ledger_sealer_pkey PRIMARY KEY (only_row);

ALTER TABLE ONLY public.ledger_witness
    ADD CONSTRAINT ledger_witness_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.mail_address
    ADD CONSTRAINT mail_address_pending_hash_key UNIQUE (pending_hash);

ALTER TABLE ONLY public.mail_address
    ADD CONSTRAINT mail_address_pkey PRIMARY KEY (account);

ALTER TABLE ONLY public.migration
    ADD CONSTRAINT migration_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.organisation
    ADD CONSTRAINT organisation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.organisation
    ADD CONSTRAINT organisation_tax_code_key UNIQUE (tax_code);

ALTER TABLE ONLY public.password
    ADD CONSTRAINT password_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY public.payment_notice
    ADD CONSTRAINT payment_notice_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.payment_notice
    ADD CONSTRAINT payment_notice_provider_transaction_id_key UNIQUE (provider, transaction_id);

ALTER TABLE ONLY public.personal_notice
    ADD CONSTRAINT personal_notice_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan
    ADD CONSTRAINT plan_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.portal_call
    ADD CONSTRAINT portal_call_pkey PRIMARY KEY (portal, idempotency_key);

ALTER TABLE ONLY public.post
    ADD CONSTRAINT post_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.receipt
    ADD CONSTRAINT receipt_bill_id_key UNIQUE (bill_id);

ALTER TABLE ONLY public.receipt_count
    ADD CONSTRAINT receipt_count_pkey PRIMARY KEY (agency, year);

ALTER TABLE ONLY public.receipt
    ADD CONSTRAINT receipt_pkey PRIMARY KEY (agency, year, number);

ALTER TABLE ONLY public.receiving_account
    ADD CONSTRAINT receiving_account_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.record_file
    ADD CONSTRAINT record_file_agency_year_notation_key_key UNIQUE (agency, year, notation_key);

ALTER TABLE ONLY public.record_file
    ADD CONSTRAINT record_file_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.record_paper
    ADD CONSTRAINT record_paper_pkey PRIMARY KEY (file, kind, subject);

ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT recovery_code_pkey PRIMARY KEY (account_id, hash);

ALTER TABLE ONLY public.recovery
    ADD CONSTRAINT recovery_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY public.refund
    ADD CONSTRAINT refund_bill_id_key UNIQUE (bill_id);

ALTER TABLE ONLY public.refund
    ADD CONSTRAINT refund_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.refused_notification
    ADD CONSTRAINT refused_notification_pkey PRIMARY KEY (provider, reason, reference, hour);

ALTER TABLE ONLY public.register_request
    ADD CONSTRAINT register_request_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.report_edition
    ADD CONSTRAINT report_edition_agency_kind_period_unit_code_unit_from_numbe_key UNIQUE (agency, kind, period, unit_code, unit_from, number);

ALTER TABLE ONLY public.report_edition
    ADD CONSTRAINT report_edition_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reported_figure
    ADD CONSTRAINT reported_figure_pkey PRIMARY KEY (code, version);

ALTER TABLE ONLY public.resident
    ADD CONSTRAINT resident_account_id_key UNIQUE (account_id);

ALTER TABLE ONLY public.resident
    ADD CONSTRAINT resident_identifier_lookup_key UNIQUE (identifier_lookup);

ALTER TABLE ONLY public.resident
    ADD CONSTRAINT resident_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.resumable_upload_piece
    ADD CONSTRAINT resumable_upload_piece_pkey PRIMARY KEY (upload, start);

ALTER TABLE ONLY public.resumable_upload
    ADD CONSTRAINT resumable_upload_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.scene_report
    ADD CONSTRAINT scene_report_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.second_factor
    ADD CONSTRAINT second_factor_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY public.service_level
    ADD CONSTRAINT service_level_pkey PRIMARY KEY (code);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.sign_in_step
    ADD CONSTRAINT sign_in_step_pkey PRIMARY KEY (token_hash);

ALTER TABLE ONLY public.statement_line
    ADD CONSTRAINT statement_line_pkey PRIMARY KEY (account_id, transaction_id);

ALTER TABLE ONLY public.task_agency
    ADD CONSTRAINT task_agency_pkey PRIMARY KEY (agency, case_file);

ALTER TABLE ONLY public.task_reminder
    ADD CONSTRAINT task_reminder_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.throttle
    ADD CONSTRAINT throttle_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.unit_change
    ADD CONSTRAINT unit_change_pkey PRIMARY KEY (day, basis);

ALTER TABLE ONLY public.unit_load
    ADD CONSTRAINT unit_load_pkey PRIMARY KEY (version);

ALTER TABLE ONLY public.unit_load
    ADD CONSTRAINT unit_load_sha256_key UNIQUE (sha256);

ALTER TABLE ONLY public.unit
    ADD CONSTRAINT unit_pkey PRIMARY KEY (code, valid_from);

ALTER TABLE ONLY public.unit_succession
    ADD CONSTRAINT unit_succession_pkey PRIMARY KEY (old_code, old_from, new_code, new_from);

CREATE INDEX agency_notation_newest ON public.agency_notation USING btree (agency, set_at, event);

CREATE UNIQUE INDEX agency_organ ON public.agency USING btree (organ_id) WHERE (valid_to IS NULL);

CREATE INDEX agency_unit ON public.agency USING btree (unit_code, unit_from);

CREATE INDEX authorisation_organisation ON public.authorisation USING btree (organisation_id, since_at);

CREATE UNIQUE INDEX authorisation_representative ON public.authorisation USING btree (organisation_id) WHERE ((kind = 'representative'::text) AND (until_at IS NULL));

CREATE INDEX authorisation_resident ON public.authorisation USING btree (resident_id);

CREATE INDEX axis_arrival_document ON public.axis_arrival USING btree (document_id, arrived_at);

CREATE INDEX axis_departure_document ON public.axis_departure USING btree (document_id, queued_at);

CREATE INDEX bill_agency_decided ON public.bill USING btree (agency, decided_at);

CREATE INDEX bill_agency_state ON public.bill USING btree (agency, state, issued_at, id);

CREATE INDEX bill_payer ON public.bill USING btree (payer, issued_at);

CREATE INDEX bill_subject ON public.bill USING btree (subject, id);

CREATE INDEX book_transfer_bill ON public.book_transfer USING btree (bill_id);

CREATE INDEX book_transfer_credit ON public.book_transfer USING btree (credit, at);

CREATE INDEX book_transfer_debit ON public.book_transfer USING btree (debit, at);

CREATE INDEX case_consultation_case_file ON public.case_consultation USING btree (case_file, asked_at);

CREATE INDEX case_consultation_open ON public.case_consultation USING btree (agency, due_at, id) WHERE (answered_at IS NULL);

CREATE INDEX case_file_applicant ON public.case_file USING btree (applicant, opened_at, id);

CREATE INDEX case_file_officer ON public.case_file USING btree (officer, phase, pile_order, id);

CREATE INDEX case_file_pile ON public.case_file USING btree (holder, kind, phase, pile_order, id);

CREATE INDEX case_file_received ON public.case_file USING btree (desk, kind, received_at, id);

CREATE INDEX case_file_sent_by ON public.case_file USING btree (sent_by, opened_at, id);

CREATE INDEX case_message_case_file ON public.case_message USING btree (case_file, at, id);

CREATE INDEX case_rating_holder ON public.case_rating USING btree (holder, at);

CREATE INDEX collection_report_agency ON public.collection_report USING btree (agency, template, period);

CREATE INDEX collection_version_minutes ON public.collection_version USING btree (minutes, report);

CREATE INDEX consent_grantee ON public.consent USING btree (grantee_id);

CREATE INDEX consent_grantor ON public.consent USING btree (grantor_id, given_at);

CREATE INDEX demo_axis_message_waiting ON public.demo_axis_message USING btree (kind, put_at, id) WHERE (status = 'waiting'::text);

CREATE INDEX demo_portal_notice_told ON public.demo_portal_notice USING btree (told_at, id);

CREATE INDEX document_arrival_case ON public.document_arrival USING btree (case_file);

CREATE INDEX document_arrival_same ON public.document_arrival USING btree (agency, same_key, day);

CREATE INDEX document_found_newest ON public.document_found USING btree (agency, document);

CREATE INDEX document_incoming_arrival ON public.document_incoming USING btree (arrival);

CREATE INDEX document_incoming_reference ON public.document_incoming USING btree (reference, agency);

CREATE INDEX document_incoming_tray ON public.document_incoming USING btree (agency, state, came_at);

CREATE INDEX document_issued_book ON public.document_issued USING btree (agency, year, day, event);

CREATE INDEX document_part_account ON public.document_part USING btree (account, case_file);

CREATE INDEX document_receiver_message ON public.document_receiver USING btree (message, receiver);

CREATE INDEX document_receiver_reference ON public.document_receiver USING btree (reference);

CREATE INDEX document_signing_signatory ON public.document_signing USING btree (signatory, since, document);

CREATE INDEX document_word_word ON public.document_word USING btree (agency, word, document);

CREATE INDEX exchange_certificate_node ON public.exchange_certificate USING btree (node, issued_at);

CREATE INDEX exchange_received_for_place ON public.exchange_received_for USING btree (place, state, state_at);

CREATE INDEX exchange_refusal_last ON public.exchange_refusal USING btree (last_at);

CREATE INDEX exchange_sent_to_waiting ON public.exchange_sent_to USING btree (node, state_at) WHERE (state = ''::text);

CREATE INDEX exchange_status_message ON public.exchange_status USING btree (side, message, at, id);

CREATE INDEX file_reference_hash ON public.file_reference USING btree (hash);

CREATE INDEX form_draft_owner ON public.form_draft USING btree (owner, saved_at);

CREATE INDEX form_draft_saved_at ON public.form_draft USING btree (saved_at);

CREATE INDEX indicator_count_measure ON public.indicator_count USING btree (measure, day);

CREATE INDEX indicator_fact_place ON public.indicator_fact USING btree (place, measure, day, "position");

CREATE INDEX indicator_target_time ON public.indicator_target USING btree (set_at);

CREATE INDEX issued_document_file ON public.issued_document USING btree (file) WHERE (file IS NOT NULL);

CREATE INDEX issued_document_subject ON public.issued_document USING btree (subject, id);

CREATE INDEX job_outbox_dead ON public.job_outbox USING btree (dead_at, id) WHERE (dead_at IS NOT NULL);

CREATE INDEX job_outbox_due ON public.job_outbox USING btree (due_at, id) WHERE (dead_at IS NULL);

CREATE INDEX known_device_account ON public.known_device USING btree (account_id, used_at);

CREATE INDEX ledger_head_time ON public.ledger_head USING btree (at, size);

CREATE INDEX organisation_entered ON public.organisation USING btree (entered_at, entered_on);

CREATE INDEX payment_notice_agency ON public.payment_notice USING btree (agency, received_at, id);

CREATE UNIQUE INDEX payment_notice_bill ON public.payment_notice USING btree (bill_id) WHERE ((outcome = 'applied'::text) OR (handling = 'assigned'::text));

CREATE INDEX payment_notice_waiting ON public.payment_notice USING btree (agency, received_at) WHERE ((handling IS NULL) AND (outcome <> 'applied'::text));

CREATE INDEX personal_notice_account ON public.personal_notice USING btree (account, at, id);

CREATE INDEX personal_notice_unread ON public.personal_notice USING btree (account) WHERE (read_at IS NULL);

CREATE INDEX plan_agency ON public.plan USING btree (agency);

CREATE INDEX plan_kind ON public.plan USING btree (kind, agency);

CREATE INDEX post_account ON public.post USING btree (account_id);

CREATE INDEX post_agency ON public.post USING btree (agency, role);

CREATE INDEX receiving_account_number ON public.receiving_account USING btree (provider, number);

CREATE UNIQUE INDEX receiving_account_open ON public.receiving_account USING btree (agency, provider) WHERE (closed_at IS NULL);

CREATE INDEX record_file_closed ON public.record_file USING btree (closed_on);

CREATE INDEX record_file_due ON public.record_file USING btree (agency, keep_until);

CREATE INDEX record_paper_subject ON public.record_paper USING btree (kind, subject);

CREATE INDEX refused_notification_agency ON public.refused_notification USING btree (agency, last_at);

CREATE INDEX register_request_subject ON public.register_request USING btree (subject, asked_at, id);

CREATE INDEX report_edition_agency ON public.report_edition USING btree (agency, made_at);

CREATE INDEX resumable_upload_age ON public.resumable_upload USING btree (begun_at);

CREATE INDEX resumable_upload_owner ON public.resumable_upload USING btree (owner, begun_at);

CREATE INDEX scene_report_agency_status ON public.scene_report USING btree (agency, status, submitted_at, id);

CREATE INDEX scene_report_reporter ON public.scene_report USING btree (reporter, submitted_at);

CREATE INDEX scene_report_sent_by ON public.scene_report USING btree (sent_by, submitted_at);

CREATE INDEX session_account ON public.session USING btree (account_id, created_at);

CREATE INDEX session_expires ON public.session USING btree (expires_at);

CREATE INDEX sign_in_step_expires ON public.sign_in_step USING btree (expires_at);

CREATE INDEX statement_line_day ON public.statement_line USING btree (account_id, day);

CREATE INDEX task_agency_case_file ON public.task_agency USING btree (case_file);

CREATE INDEX task_reminder_agency ON public.task_reminder USING btree (agency, sent_at);

CREATE INDEX task_reminder_giver ON public.task_reminder USING btree (giver, sent_at);

CREATE INDEX throttle_failed ON public.throttle USING btree (failed_at);

CREATE UNIQUE INDEX unit_open ON public.unit USING btree (code) WHERE (valid_to IS NULL);

CREATE INDEX unit_succession_new ON public.unit_succession USING btree (new_code, new_from);

ALTER TABLE ONLY public.account_word
    ADD CONSTRAINT account_word_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.agency_organ_id
    ADD CONSTRAINT agency_organ_id_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agency(id);

ALTER TABLE ONLY public.agency
    ADD CONSTRAINT agency_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES public.agency(id);

ALTER TABLE ONLY public.agency_succession
    ADD CONSTRAINT agency_succession_new_id_fkey FOREIGN KEY (new_id) REFERENCES public.agency(id);

ALTER TABLE ONLY public.agency_succession
    ADD CONSTRAINT agency_succession_old_id_fkey FOREIGN KEY (old_id) REFERENCES public.agency(id);

ALTER TABLE ONLY public.agency
    ADD CONSTRAINT agency_unit_code_unit_from_fkey FOREIGN KEY (unit_code, unit_from) REFERENCES public.unit(code, valid_from);

ALTER TABLE ONLY public.authorisation
    ADD CONSTRAINT authorisation_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);

ALTER TABLE ONLY public.authorisation
    ADD CONSTRAINT authorisation_resident_id_fkey FOREIGN KEY (resident_id) REFERENCES public.resident(id);

ALTER TABLE ONLY public.bill_line
    ADD CONSTRAINT bill_line_bill_id_fkey FOREIGN KEY (bill_id) REFERENCES public.bill(id);

ALTER TABLE ONLY public.book_transfer
    ADD CONSTRAINT book_transfer_bill_id_fkey FOREIGN KEY (bill_id) REFERENCES public.bill(id);

ALTER TABLE ONLY public.book_transfer
    ADD CONSTRAINT book_transfer_credit_fkey FOREIGN KEY (credit) REFERENCES public.book_account(id);

ALTER TABLE ONLY public.book_transfer
    ADD CONSTRAINT book_transfer_debit_fkey FOREIGN KEY (debit) REFERENCES public.book_account(id);

ALTER TABLE ONLY public.case_consultation
    ADD CONSTRAINT case_consultation_case_file_fkey FOREIGN KEY (case_file) REFERENCES public.case_file(id);

ALTER TABLE ONLY public.case_consultation
    ADD CONSTRAINT case_consultation_passed_on_fkey FOREIGN KEY (passed_on) REFERENCES public.case_consultation(id);

ALTER TABLE ONLY public.case_message
    ADD CONSTRAINT case_message_case_file_fkey FOREIGN KEY (case_file) REFERENCES public.case_file(id);

ALTER TABLE ONLY public.case_rating
    ADD CONSTRAINT case_rating_case_file_fkey FOREIGN KEY (case_file) REFERENCES public.case_file(id);

ALTER TABLE ONLY public.case_step
    ADD CONSTRAINT case_step_case_file_fkey FOREIGN KEY (case_file) REFERENCES public.case_file(id);

ALTER TABLE ONLY public.case_word
    ADD CONSTRAINT case_word_case_file_fkey FOREIGN KEY (case_file) REFERENCES public.case_file(id);

ALTER TABLE ONLY public.collection_version
    ADD CONSTRAINT collection_version_report_fkey FOREIGN KEY (report) REFERENCES public.collection_report(id);

ALTER TABLE ONLY public.consent
    ADD CONSTRAINT consent_grantee_id_fkey FOREIGN KEY (grantee_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.consent
    ADD CONSTRAINT consent_grantor_id_fkey FOREIGN KEY (grantor_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.directive_heading
    ADD CONSTRAINT directive_heading_directive_fkey FOREIGN KEY (directive) REFERENCES public.directive(id);

ALTER TABLE ONLY public.directive_task
    ADD CONSTRAINT directive_task_case_file_fkey FOREIGN KEY (case_file) REFERENCES public.case_file(id);

ALTER TABLE ONLY public.directive_task
    ADD CONSTRAINT directive_task_directive_fkey FOREIGN KEY (directive) REFERENCES public.directive(id);

ALTER TABLE ONLY public.document_issued
    ADD CONSTRAINT document_issued_case_file_fkey FOREIGN KEY (case_file) REFERENCES public.case_file(id);

ALTER TABLE ONLY public.document_origin
    ADD CONSTRAINT document_origin_case_file_fkey FOREIGN KEY (case_file) REFERENCES public.case_file(id);

ALTER TABLE ONLY public.document_part
    ADD CONSTRAINT document_part_case_file_fkey FOREIGN KEY (case_file) REFERENCES public.case_file(id);

ALTER TABLE ONLY public.document_receiver
    ADD CONSTRAINT document_receiver_case_file_fkey FOREIGN KEY (case_file) REFERENCES public.case_file(id);

ALTER TABLE ONLY public.document_signed
    ADD CONSTRAINT document_signed_case_file_fkey FOREIGN KEY (case_file) REFERENCES public.case_file(id);

ALTER TABLE ONLY public.document_signing
    ADD CONSTRAINT document_signing_document_fkey FOREIGN KEY (document) REFERENCES public.issued_document(id);

ALTER TABLE ONLY public.document_task
    ADD CONSTRAINT document_task_case_file_fkey FOREIGN KEY (case_file) REFERENCES public.case_file(id);

ALTER TABLE ONLY public.document_word
    ADD CONSTRAINT document_word_document_fkey FOREIGN KEY (document) REFERENCES public.document_found(document) ON DELETE CASCADE;

ALTER TABLE ONLY public.dossier_confirmation
    ADD CONSTRAINT dossier_confirmation_case_file_fkey FOREIGN KEY (case_file) REFERENCES public.case_file(id);

ALTER TABLE ONLY public.exchange_certificate
    ADD CONSTRAINT exchange_certificate_node_fkey FOREIGN KEY (node) REFERENCES public.exchange_node(id);

ALTER TABLE ONLY public.exchange_host
    ADD CONSTRAINT exchange_host_node_fkey FOREIGN KEY (node) REFERENCES public.exchange_node(id);

ALTER TABLE ONLY public.exchange_received_for
    ADD CONSTRAINT exchange_received_for_message_fkey FOREIGN KEY (message) REFERENCES public.exchange_received(id);

ALTER TABLE ONLY public.exchange_sent_to
    ADD CONSTRAINT exchange_sent_to_message_fkey FOREIGN KEY (message) REFERENCES public.exchange_sent(id);

ALTER TABLE ONLY public.file_reference
    ADD CONSTRAINT file_reference_hash_fkey FOREIGN KEY (hash) REFERENCES public.file(hash);

ALTER TABLE ONLY public.known_device
    ADD CONSTRAINT known_device_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.password
    ADD CONSTRAINT password_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.payment_notice
    ADD CONSTRAINT payment_notice_bill_id_fkey FOREIGN KEY (bill_id) REFERENCES public.bill(id);

ALTER TABLE ONLY public.post
    ADD CONSTRAINT post_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.receipt
    ADD CONSTRAINT receipt_bill_id_fkey FOREIGN KEY (bill_id) REFERENCES public.bill(id);

ALTER TABLE ONLY public.record_paper
    ADD CONSTRAINT record_paper_file_fkey FOREIGN KEY (file) REFERENCES public.record_file(id);

ALTER TABLE ONLY public.recovery
    ADD CONSTRAINT recovery_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT recovery_code_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.second_factor(account_id);

ALTER TABLE ONLY public.refund
    ADD CONSTRAINT refund_bill_id_fkey FOREIGN KEY (bill_id) REFERENCES public.bill(id);

ALTER TABLE ONLY public.resident
    ADD CONSTRAINT resident_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.resumable_upload_piece
    ADD CONSTRAINT resumable_upload_piece_upload_fkey FOREIGN KEY (upload) REFERENCES public.resumable_upload(id);

ALTER TABLE ONLY public.second_factor
    ADD CONSTRAINT second_factor_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_post_id_fkey FOREIGN KEY (post_id) REFERENCES public.post(id);

ALTER TABLE ONLY public.statement_line
    ADD CONSTRAINT statement_line_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.receiving_account(id);

ALTER TABLE ONLY public.task_agency
    ADD CONSTRAINT task_agency_case_file_fkey FOREIGN KEY (case_file) REFERENCES public.case_file(id);

ALTER TABLE ONLY public.unit_succession
    ADD CONSTRAINT unit_succession_new_code_new_from_fkey FOREIGN KEY (new_code, new_from) REFERENCES public.unit(code, valid_from);

ALTER TABLE ONLY public.unit_succession
    ADD CONSTRAINT unit_succession_old_code_old_from_fkey FOREIGN KEY (old_code, old_from) REFERENCES public.unit(code, valid_from);

