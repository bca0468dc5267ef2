// SPDX-License-Identifier: Apache-2.0

import Web

extension Procedure {
    /// One that is fully online, and one of which nothing is known, named by an attacker.
    static var mocks: [Procedure] {
        let known = Statement(
            text: Words(vi: "03 ngày làm việc", en: "3 working days"), basis: .init("procedures.tsv"), limit: nil)
        return [
            .mock(
                "Đăng ký khai sinh", .civilStatus, .none, .full, time: known,
                fee: .init(text: known.text, basis: known.basis), basis: "procedures.tsv"),
            .mock(.hostile, .residence, .bothParties, .partial, time: nil, fee: nil, basis: "unverified"),
        ]
    }

    private static func mock(
        _ name: String, _ field: Field, _ presence: Presence, _ level: ServiceLevel, time: Statement?,
        fee: Fee?, basis: String
    ) -> Procedure {
        Procedure(
            code: "1.001193", version: 1, validFrom: "2025-07-01", name: Words(vi: name, en: name), also: [],
            field: field, levels: [.commune, .province], authority: .committee, applicants: [.resident],
            channels: [.desk, .online], presence: presence, parties: nil, register: nil,
            service: Service(level: level, basis: .init(basis)),
            result: Outcome(vi: name, en: name, basis: .init(basis), prints: nil, signatures: nil), time: time, fee: fee
        )
    }
}
