// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Web

extension ExchangeWarning {
    /// What is wrong, in a sentence.
    package func text(_ strings: Strings, at now: Date) -> String {
        let formats = Formats(strings.language)
        let key = "exchange.warning.\(code)"
        switch self {
        case .noDirectory, .noCertificate, .notInDirectory, .notReached(nil): return strings[key]
        case .directoryStale(let since), .directoryExpired(let since):
            return strings.fill(key, ["since": formats.date(since)])
        case .certificateEnded(let end), .authorityEnded(let end): return strings.fill(key, ["end": formats.date(end)])
        case .certificateEnds(let end), .authorityEnds(let end, isHere: _):
            let days = max(0, Int(end.timeIntervalSince(now) / 86_400))
            return strings.fill(key, ["days": strings.plural("exchange.age.days", days), "end": formats.date(end)])
        case .notReached(let since?): return strings.fill(key, ["age": strings.age(since: since, at: now)])
        case .waitsLong(let since): return strings.fill(key, ["age": strings.age(since: since, at: now)])
        case .deadLetters(let count): return strings.fill(key, ["count": formats.number(count)])
        case .directoryBehind(let version): return strings.fill(key, ["version": formats.number(Int(version))])
        }
    }

    func status(_ strings: Strings) -> Status {
        isGrave
            ? Status(.late, strings["exchange.state.act"]) : Status(.risk, strings["exchange.state.look"])
    }
}

extension Strings {
    /// "2 giờ", in the unit people would say it in.
    func age(since time: Date, at now: Date) -> String {
        let minutes = max(0, Int(now.timeIntervalSince(time) / 60))
        return switch minutes {
        case 0: self["exchange.age.moment"]
        case 1..<120: plural("exchange.age.minutes", minutes)
        case 120..<2880: plural("exchange.age.hours", minutes / 60)
        default: plural("exchange.age.days", minutes / 1440)
        }
    }

    func ago(_ time: Date, at now: Date) -> String {
        now.timeIntervalSince(time) < 60
            ? self["exchange.age.now"] : fill("exchange.age.ago", ["age": age(since: time, at: now)])
    }
}

extension Date? {
    /// The end of a certificate: its last day, and how many are left.
    func text(_ strings: Strings, _ formats: Formats, _ now: Date) -> String {
        guard let end = self else { return "–" }
        let days = strings.plural("exchange.age.days", max(0, Int(end.timeIntervalSince(now) / 86_400)))
        return strings.fill("exchange.own.until", ["end": formats.date(end), "days": days])
    }
}
