// SPDX-License-Identifier: Apache-2.0

import Kernel
import Units
import Web

/// The numbers of an indicator's page as a table for a spreadsheet: its course, and in the period that is taken apart the units
/// below and the agencies.
struct SeriesFile {
    let course: SeriesPage.Course
    let strings: Strings

    private static let columns = [
        "indicator", "place", "code", "view", "period", "from", "through", "value", "unit", "above", "below", "status",
        "formula",
    ]

    var spreadsheet: CSVFile {
        var sheet = CSVFile(columns: Self.columns.map { strings["indicators.file.\($0)"] })
        let name = course.name.isEmpty ? strings["indicators.country"] : course.name
        for value in course.values { sheet.add(row(value, name, course.address.place)) }
        for place in course.units + course.agencies { sheet.add(row(place.value, place.name, place.at)) }
        return sheet
    }

    private func row(_ value: IndicatorValue, _ name: String, _ place: SeriesAddress.Where) -> [CSVFile.Cell] {
        let isShare = course.indicator.unit == .percent
        return [
            .text(course.indicator.id), .text(name), .text(place.unit?.description ?? place.agency ?? ""),
            .text(course.address.kind.isOfMonths ? course.address.view.rawValue : ""), .text(value.period.description),
            .text(value.period.days.lowerBound.description), .text(value.period.days.upperBound.description),
            value.value.map { .number(isShare ? "\($0 * 100)" : "\(value.numerator)") } ?? .empty,
            .text(isShare ? "%" : ""), .number("\(value.numerator)"),
            isShare ? .number("\(value.denominator)") : .empty, .text(value.status.rawValue),
            .number("\(value.formula.version)"),
        ]
    }
}
