// SPDX-License-Identifier: Apache-2.0

package import Database

package enum PaymentMigrations {
    /// Append only: a released migration is never edited.
    package static let all = [
        Migration("payments-001-bills", bills), Migration("payments-002-books", books),
        Migration("payments-003-notices", notices),
    ]

    private static let bills: [SQL] = [
        """
        CREATE TABLE receiving_account (
            id \(.text) PRIMARY KEY,
            agency \(.text) NOT NULL,
            provider \(.text) NOT NULL,
            bank \(.text) NOT NULL,
            bank_name \(.text) NOT NULL CHECK (bank_name <> ''),
            number \(.text) NOT NULL CHECK (number <> ''),
            holder \(.text) NOT NULL CHECK (holder <> ''),
            opened_at \(.int) NOT NULL,
            closed_at \(.int) CHECK (closed_at >= opened_at)
        ) \(.strict)
        """,
        // An agency is paid into one account at a time through each provider.
        "CREATE UNIQUE INDEX receiving_account_open ON receiving_account (agency, provider) WHERE closed_at IS NULL",
        "CREATE INDEX receiving_account_number ON receiving_account (provider, number)",
        """
        CREATE TABLE bill (
            id \(.text) PRIMARY KEY,
            reference \(.text) NOT NULL UNIQUE,
            agency \(.text) NOT NULL,
            subject \(.text) NOT NULL,
            payer \(.text) NOT NULL,
            amount \(.int) NOT NULL CHECK (amount > 0),
            issued_at \(.int) NOT NULL,
            state \(.text) NOT NULL CHECK (state IN ('open', 'paid', 'exempted', 'cancelled', 'refunded')),
            decided_by \(.text),
            decided_at \(.int),
            reason \(.text),
            CHECK ((state = 'open') = (decided_at IS NULL)),
            CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
            CHECK (state NOT IN ('exempted', 'cancelled', 'refunded') OR reason <> '')
        ) \(.strict)
        """,
        "CREATE INDEX bill_agency_state ON bill (agency, state, issued_at, id)",
        "CREATE INDEX bill_agency_decided ON bill (agency, decided_at)",
        "CREATE INDEX bill_subject ON bill (subject, id)",
        "CREATE INDEX bill_payer ON bill (payer, issued_at)",
        """
        CREATE TABLE bill_line (
            bill_id \(.text) NOT NULL REFERENCES bill (id),
            position \(.int) NOT NULL,
            text \(.text) NOT NULL CHECK (text <> ''),
            english_text \(.text) NOT NULL CHECK (english_text <> ''),
            unit_amount \(.int) NOT NULL CHECK (unit_amount >= 0),
            quantity \(.int) NOT NULL CHECK (quantity > 0),
            PRIMARY KEY (bill_id, position)
        ) \(.strict)
        """,
        """
        CREATE TABLE receipt (
            agency \(.text) NOT NULL,
            year \(.int) NOT NULL,
            number \(.int) NOT NULL CHECK (number > 0),
            bill_id \(.text) NOT NULL UNIQUE REFERENCES bill (id),
            event_id \(.text) NOT NULL,
            issued_at \(.int) NOT NULL,
            PRIMARY KEY (agency, year, number)
        ) \(.strict)
        """,
        """
        CREATE TABLE receipt_count (
            agency \(.text) NOT NULL, year \(.int) NOT NULL, last \(.int) NOT NULL CHECK (last > 0),
            PRIMARY KEY (agency, year)
        ) \(.strict)
        """,
        """
        CREATE TABLE refund (
            id \(.text) PRIMARY KEY,
            bill_id \(.text) NOT NULL UNIQUE REFERENCES bill (id),
            amount \(.int) NOT NULL CHECK (amount > 0),
            decided_by \(.text) NOT NULL,
            decided_at \(.int) NOT NULL,
            paid_out_by \(.text),
            paid_out_at \(.int),
            CHECK ((paid_out_at IS NULL) = (paid_out_by IS NULL))
        ) \(.strict)
        """,
    ]

    private static let books: [SQL] = [
        """
        CREATE TABLE book_account (
            id \(.text) PRIMARY KEY,
            agency \(.text) NOT NULL,
            kind \(.text) NOT NULL,
            detail \(.text) NOT NULL,
            UNIQUE (agency, kind, detail)
        ) \(.strict)
        """,
        """
        CREATE TABLE book_transfer (
            id \(.text) PRIMARY KEY,
            debit \(.text) NOT NULL REFERENCES book_account (id),
            credit \(.text) NOT NULL REFERENCES book_account (id),
            amount \(.int) NOT NULL CHECK (amount > 0),
            occasion \(.text) NOT NULL,
            bill_id \(.text) REFERENCES bill (id),
            notice_id \(.text),
            at \(.int) NOT NULL,
            CHECK (debit <> credit)
        ) \(.strict)
        """,
        "CREATE INDEX book_transfer_debit ON book_transfer (debit, at)",
        "CREATE INDEX book_transfer_credit ON book_transfer (credit, at)",
        "CREATE INDEX book_transfer_bill ON book_transfer (bill_id)",
    ]

    private static let notices: [SQL] = [
        """
        CREATE TABLE payment_notice (
            id \(.text) PRIMARY KEY,
            provider \(.text) NOT NULL,
            transaction_id \(.text) NOT NULL,
            channel \(.text) NOT NULL CHECK (channel IN ('notification', 'statement')),
            account \(.text) NOT NULL,
            amount \(.text) NOT NULL,
            currency \(.text) NOT NULL,
            memo \(.text) NOT NULL,
            paid_at \(.int) NOT NULL,
            agency \(.text) NOT NULL,
            bill_id \(.text) REFERENCES bill (id),
            outcome \(.text) NOT NULL,
            received_at \(.int) NOT NULL,
            repeats \(.int) NOT NULL,
            handling \(.text) CHECK (handling IN ('assigned', 'returned', 'noted')),
            remark \(.text) NOT NULL,
            UNIQUE (provider, transaction_id),
            CHECK (outcome <> 'applied' OR bill_id IS NOT NULL)
        ) \(.strict)
        """,
        "CREATE INDEX payment_notice_agency ON payment_notice (agency, received_at, id)",
        """
        CREATE INDEX payment_notice_waiting ON payment_notice (agency, received_at)
        WHERE handling IS NULL AND outcome <> 'applied'
        """,
        // One bill is paid by one transfer; what a cashier assigns counts too.
        """
        CREATE UNIQUE INDEX payment_notice_bill ON payment_notice (bill_id)
        WHERE outcome = 'applied' OR handling = 'assigned'
        """,
        """
        CREATE TABLE refused_notification (
            provider \(.text) NOT NULL,
            reason \(.text) NOT NULL,
            agency \(.text) NOT NULL,
            reference \(.text) NOT NULL,
            hour \(.int) NOT NULL,
            times \(.int) NOT NULL CHECK (times > 0),
            first_at \(.int) NOT NULL,
            last_at \(.int) NOT NULL,
            PRIMARY KEY (provider, reason, reference, hour)
        ) \(.strict)
        """,
        "CREATE INDEX refused_notification_agency ON refused_notification (agency, last_at)",
        """
        CREATE TABLE statement_line (
            account_id \(.text) NOT NULL REFERENCES receiving_account (id),
            transaction_id \(.text) NOT NULL,
            day \(.text) NOT NULL,
            amount \(.int) NOT NULL CHECK (amount <> 0),
            memo \(.text) NOT NULL,
            imported_at \(.int) NOT NULL,
            PRIMARY KEY (account_id, transaction_id)
        ) \(.strict)
        """,
        "CREATE INDEX statement_line_day ON statement_line (account_id, day)",
    ]
}
