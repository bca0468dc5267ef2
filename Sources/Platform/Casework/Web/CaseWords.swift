// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Web

/// Turns cases into the words and shapes that several pages share.
struct CaseWords {
    let strings: Strings
    let formats: Formats
    let now: Date

    init(_ context: WebContext, now: Date) {
        self.init(strings: context.strings, formats: context.formats, now: now)
    }

    init(strings: Strings, formats: Formats, now: Date) {
        self.strings = strings
        self.formats = formats
        self.now = now
    }

    func state(of file: CaseFile) -> String { strings["cases.state.\(file.state)"] }

    /// How a case stands with its deadline, in a word and a shape.
    func status(of file: CaseFile) -> Status {
        switch file.phase {
        case .incoming, .standing: Status(.neutral, state(of: file))
        case .running:
            file.clock.map { Deadline($0.due, now: now).status(strings) } ?? Status(.neutral, state(of: file))
        case .outgoing, .closed:
            file.isLate(at: now)
                ? Status(.late, strings.fill("cases.was_late", ["state": state(of: file)]))
                : Status(file.state.isGood ? .onTime : .neutral, state(of: file))
        }
    }

    /// What there is to say about the deadline: "Hẹn trả kết quả trước 17:00, thứ Tư 15/07/2026".
    func promise(of file: CaseFile) -> String {
        guard let clock = file.clock, file.phase != .closed else { return "" }
        let slots = ["time": moment(clock.due)]
        return switch file.phase {
        case .running: strings.fill("cases.promise.running", slots)
        case .standing: strings["cases.promise.standing"]
        default: ""
        }
    }

    /// "17:00, thứ Tư 15/07/2026"
    func moment(_ time: Date) -> String {
        formats.time(time).prefix(while: { $0 != "," }) + ", " + formats.day(time)
    }

    /// Working time as people say it: "2 giờ 30 phút", "3 ngày 1 giờ" with days as long as the office is open.
    func duration(_ minutes: Int, perDay: Int = 450) -> String {
        let (days, rest) = (minutes / perDay, minutes % perDay)
        var parts: [String] = []
        if days > 0 { parts.append(strings.plural("cases.days", days)) }
        if rest >= 60 { parts.append(strings.plural("cases.hours", rest / 60)) }
        if rest % 60 > 0 || parts.isEmpty { parts.append(strings.plural("cases.minutes", rest % 60)) }
        return parts.prefix(2).joined(separator: " ")
    }

    func code(of file: CaseFile) -> String { file.code?.description ?? strings["cases.no_code"] }

    static let mock = CaseWords(strings: .mock, formats: Formats(.vi), now: Date(timeIntervalSince1970: 1_783_476_000))
}

extension String {
    /// The end everybody hoped for.
    fileprivate var isGood: Bool { self == "done" || self == "returned" }
}
