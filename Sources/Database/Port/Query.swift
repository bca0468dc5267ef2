// SPDX-License-Identifier: Apache-2.0

/// A question to the database, and what the rows of its answer say.
package struct Query<Answer> {
    let sql: SQL
    let read: ([Row]) throws -> Answer

    package init(_ sql: SQL, _ read: @escaping ([Row]) throws -> Answer) { (self.sql, self.read) = (sql, read) }

    /// The same question, and what is made of its answer.
    package func map<Other>(_ transform: @escaping (Answer) throws -> Other) -> Query<Other> {
        Query<Other>(sql) { [read] rows in try transform(try read(rows)) }
    }
}

extension Connection {
    /// Asks several questions of which none needs the answer to another: on PostgreSQL they cost one round trip together.
    package func ask<each Answer>(_ query: repeat Query<each Answer>) throws -> (repeat each Answer) {
        try answers(repeat each query, in: rows(of: questions(repeat each query)))
    }
}

extension Connection {
    /// As above, of any number of one kind: their answers in their order.
    package func ask<Answer>(all queries: [Query<Answer>]) throws -> [Answer] {
        guard !queries.isEmpty else { return [] }
        return try zip(queries, rows(of: queries.map(\.sql))).map { query, rows in try query.read(rows) }
    }
}

extension Database {
    /// As a read-only transaction that does nothing but ask these: on PostgreSQL it is one round trip as a whole.
    package func ask<each Answer>(_ query: repeat Query<each Answer>) async throws -> (repeat each Answer) {
        try answers(repeat each query, in: await rows(of: questions(repeat each query)))
    }

    package func rows(of questions: [SQL]) async throws -> [[Row]] { try await read { try $0.rows(of: questions) } }
}

private func questions<each Answer>(_ query: repeat Query<each Answer>) -> [SQL] {
    var questions: [SQL] = []
    repeat questions.append((each query).sql)
    return questions
}

private func answers<each Answer>(_ query: repeat Query<each Answer>, in rows: [[Row]]) throws -> (repeat each Answer) {
    var answers = rows.makeIterator()
    func next<A>(_ query: Query<A>) throws -> A { try query.read(answers.next() ?? []) }
    return (repeat try next(each query))
}
