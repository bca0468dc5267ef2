// SPDX-License-Identifier: Apache-2.0

import Agencies
import Foundation
import Indicators
import Kernel
import Web

extension Template {
    /// One with a field of every kind, whose words are hostile.
    static let mock: Template = {
        let words = #"{"vi":"\#(String.hostile.quoted)","en":"\#(String.hostile.quoted)"}"#
        func field(_ id: String, _ kind: String, _ more: String = "") -> String {
            #"{"id":"\#(id)","name":\#(words),"hint":\#(words),"kind":"\#(kind)"\#(more)}"#
        }
        let json = """
            {"id":"mock","name":\(words),"about":\(words),"basis":"unverified","period":"quarter","deadline":10,
             "opens_before":0,"reporters":[{"kind":"ministry"}],"fields":[\(field("count", "count", #","required":true"#)),
             \(field("part", "count", #","at_most":"count""#)),\(field("percent", "percent")),\(field("text", "text")),
             \(field("counted", "percent", #","counted":"x""#))]}
            """
        do { return try JSONDecoder().decode(Template.self, from: Data(json.utf8)) } catch {
            preconditionFailure("\(error)")
        }
    }()
}

extension String {
    /// Inside a JSON string.
    fileprivate var quoted: String {
        guard let data = try? JSONEncoder().encode(self) else { return "" }
        return String(String(decoding: data, as: UTF8.self).dropFirst().dropLast())
    }
}

extension Agency {
    static let mock: Agency = {
        guard let organID = try? OrganID("H42.19.05") else { preconditionFailure("an identifier") }
        return Agency(
            id: ID("a"), organID: organID, kind: .serviceDesk, name: .hostile, englishName: .hostile, basis: "")
    }()
}

extension Report {
    /// One in each state, and one that was corrected.
    static var mocks: [Report] {
        let values = ["count": "1234", "percent": "98.5", "text": String.hostile]
        func version(_ number: Int, isAccepted: Bool?) -> Version {
            Version(
                number: number, values: values, reason: number == 1 ? "" : .hostile, sentBy: "lan",
                sentAt: .distantPast, event: "01",
                decision: isAccepted.map {
                    Decision(
                        isAccepted: $0, by: "lan", at: .distantPast, reason: $0 ? "" : .hostile, event: "02")
                }, minutes: number == 1 ? nil : 90)
        }
        return [
            [], [version(1, isAccepted: nil)], [version(1, isAccepted: false)], [version(1, isAccepted: true)],
            [version(1, isAccepted: true), version(2, isAccepted: nil)],
        ].map { versions in
            Report(
                id: ID("r"), template: "mock", agency: Place(rawValue: "a"),
                period: Period(.quarter, containing: .beginning), draft: versions.isEmpty ? ["count": .hostile] : [:],
                versions: versions)
        }
    }
}
