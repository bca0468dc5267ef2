// SPDX-License-Identifier: Apache-2.0

package import Kernel
import Web

/// What stands at the head of a paper beside Quốc hiệu and tiêu ngữ: who issues it, its number, place and date
/// (Decree 30/2020, annex I).
package struct Letterhead: Sendable {
    let superior: String, hasSuperior: Bool
    let agency: String
    let number: String, hasNumber: Bool
    let placeAndDate: String

    /// `superior` is the agency above, "" for none; `number` with its notation (`15/TB-TTPVHCC`), "" for a paper that bears
    /// none; `locality` as in "Yên Mô, ngày 08 tháng 7 năm 2026", "" to print the date alone.
    package init(superior: String = "", agency: String, number: String = "", locality: String = "", on day: Day) {
        (self.superior, hasSuperior) = (superior, !superior.isEmpty)
        self.agency = agency
        (self.number, hasNumber) = (number, !number.isEmpty)
        let date = day.inWords
        placeAndDate = locality.isEmpty ? date.prefix(1).uppercased() + date.dropFirst() : "\(locality), \(date)"
    }

    static let mocks: [Letterhead] = [
        Letterhead(
            superior: "Ủy ban nhân dân xã Yên Mô", agency: "Trung tâm Phục vụ hành chính công", number: "15/TB-TTPVHCC",
            locality: "Yên Mô", on: Day(number: 20_642)),
        Letterhead(agency: "Ủy ban nhân dân xã Yên Mô", on: Day(number: 20_600)),
        Letterhead(superior: .hostile, agency: .hostile, number: .hostile, locality: .hostile, on: Day(number: 20_642)),
    ]
}

extension Day {
    /// "ngày 08 tháng 7 năm 2026": a nought before days below 10 and the months 1 and 2, so that nothing can be put there
    /// later (Decree 30/2020, annex I).
    package var inWords: String {
        "ngày \(day < 10 ? "0" : "")\(day) tháng \(month < 3 ? "0" : "")\(month) năm \(year)"
    }
}
