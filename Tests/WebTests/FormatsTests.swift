// SPDX-License-Identifier: Apache-2.0

import Content
import Foundation
import Kernel
import Testing
import Web

@Suite("Formats")
struct FormatsTests {
    let vi = Formats(.vi)
    let en = Formats(.en)

    @Test(
        "whole numbers are grouped by three",
        arguments: [
            (0, "0"), (7, "7"), (999, "999"), (1_000, "1.000"), (10_035, "10.035"), (1_234_567, "1.234.567"),
            (-12_345, "−12.345"), (Int.max, "9.223.372.036.854.775.807"), (Int.min, "−9.223.372.036.854.775.808"),
        ])
    func whole(value: Int, text: String) { #expect(vi.number(value) == text) }

    @Test(
        "decimals carry a comma in Vietnamese and halves go away from zero",
        arguments: [
            (1_234_567.5, 1, "1.234.567,5"), (0.458, 2, "0,46"), (2.5, 0, "3"), (-2.5, 0, "−3"),
            (999.96, 1, "1.000,0"), (-0.04, 1, "0,0"), (0, 1, "0,0"), (.nan, 1, "–"), (.infinity, 1, "–"),
        ])
    func decimals(value: Double, places: Int, text: String) { #expect(vi.decimal(value, places: places) == text) }

    @Test("English uses the point")
    func english() {
        #expect(en.decimal(1_234_567.5) == "1,234,567.5")
        #expect(en.number(1_234_567) == "1,234,567")
    }

    @Test("a share is printed as a percentage, an amount in đồng, both on one line")
    func units() {
        #expect(vi.percent(0.9081, places: 2) == "90,81\u{A0}%")
        #expect(en.percent(0.5, places: 0) == "50\u{A0}%")
        #expect(vi.amount(26_000) == "26.000\u{A0}đ")
    }

    @Test("times are Việt Nam's, whatever the machine says")
    func times() {
        let newYear = Date(timeIntervalSince1970: 1_767_200_400)  // 2025-12-31 17:00 UTC
        #expect(vi.date(newYear) == "01/01/2026")
        #expect(vi.time(newYear) == "00:00, 01/01/2026")
        #expect(vi.day(newYear) == "thứ Năm 01/01/2026")
        #expect(en.day(newYear) == "Thursday 01/01/2026")
    }
}

@Suite("Deadline")
struct DeadlineTests {
    let now = Date(timeIntervalSince1970: 1_783_476_000)

    static let cases: [(seconds: Double, vi: String, en: String, kind: String)] = [
        (-1, "Quá hạn 1 giờ", "1 hour late", "late"),
        (-5.5 * 3600, "Quá hạn 6 giờ", "6 hours late", "late"),
        (-86_400, "Quá hạn 1 ngày", "1 day late", "late"),
        (-777_600, "Quá hạn 9 ngày", "9 days late", "late"),
        (0, "Còn dưới 1 giờ", "Less than an hour left", "risk"),
        (3.9 * 3600, "Còn 3 giờ", "3 hours left", "risk"),
        (86_400, "Còn 24 giờ", "24 hours left", "risk"),
        (86_401, "Còn 24 giờ", "24 hours left", "on-time"),
        (172_800, "Còn 2 ngày", "2 days left", "on-time"),
    ]

    @Test("is said in days or hours, with the shape of where it stands", arguments: cases)
    func words(seconds: Double, vi: String, en: String, kind: String) throws {
        let deadline = Deadline(now.addingTimeInterval(seconds), now: now)
        for (language, words) in [(Language.vi, vi), (.en, en)] {
            let status = deadline.status(try Content.embedded.words(language))
            #expect(status.word == words)
            #expect(status.kind == kind)
        }
    }
}
