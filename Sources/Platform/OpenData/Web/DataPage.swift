// SPDX-License-Identifier: Apache-2.0

import Kernel
import Web

/// How to fetch the data: what there is, commands that work as they stand, and what one has to know.
struct DataPage: Page {
    static let template = "opendata/data"

    struct Example: Sendable { let title: String, command: String }

    let breadcrumbs: Breadcrumbs
    let flows: Table
    let commands: [Example], programs: [Example]
    let rules: [String]

    /// `sample` is an indicator and the last day on which it counted something, for the examples.
    init(
        _ sample: (indicator: String, day: Day), most: Int, at publicURL: String, strings: Strings, formats: Formats
    ) {
        breadcrumbs = Breadcrumbs([
            Link(strings["web.home_crumb"], "/"), Link(strings["indicators.list.title"], "/indicators"),
        ])
        flows = Table(
            caption: strings["opendata.page.flows"], isCaptionHidden: true,
            columns: ["flow", "id", "structure"].map { .text(strings["opendata.page.column.\($0)"]) },
            rows: Flow.all.map { flow in
                [
                    .text(strings["opendata.flow.\(flow.id)"]), .text(flow.id),
                    .link(
                        strings["opendata.page.structure"],
                        "/sdmx/2.1/datastructure/\(Flow.maintainer)/\(flow.id)/\(Flow.version)?references=children"),
                ]
            })
        let (data21, data30) = ("\(publicURL)/sdmx/2.1/data", "\(publicURL)/sdmx/3.0/data/dataflow/\(Flow.maintainer)")
        let (id, year) = (sample.indicator, sample.day.year)
        let (then, since) = (sample.day - 90, sample.day - 30)
        let all = "\(data30)/INDICATORS/~"
        func example(_ key: String, _ command: String, day: Day? = nil) -> Example {
            Example(
                title: strings.fill("opendata.page.example.\(key)", day.map { ["day": formats.date($0)] } ?? [:]),
                command: command)
        }
        commands = [
            example("month", "curl '\(all)/M.\(id).VN.as-was'"),
            example("units", "curl -g '\(all)/A.\(id).*.as-was?c[TIME_PERIOD]=ge:\(year)+le:\(year)'"),
            example("as_of", "curl '\(all)/Q.\(id).VN.as-was?asOf=\(then)T00:00:00%2B07:00'", day: then),
            example(
                "updated_after", "curl '\(all)/M.\(id).VN.as-was?updatedAfter=\(since)T00:00:00%2B07:00'", day: since),
            example("ml", "curl '\(data21)/INDICATORS/Q.\(id).VN.as-was?startPeriod=\(year)'"),
            example("figures", "curl '\(data30)/FIGURES/~'"),
        ]
        programs = [
            example(
                "sdmx1",
                """
                import sdmx
                from sdmx.source import add_source

                add_source({"id": "\(Flow.maintainer)", "name": "Đôi Cánh", "url": "\(publicURL)/sdmx/2.1"})
                client = sdmx.Client("\(Flow.maintainer)")
                message = client.data("INDICATORS", key={"INDICATOR": "\(id)", "VIEW": "as-was"})
                print(sdmx.to_pandas(message))
                """),
            example(
                "pysdmx",
                """
                from pysdmx.api.qb import ApiVersion, DataContext, DataFormat, DataQuery, RestService
                from pysdmx.io import read_sdmx

                service = RestService(
                    "\(publicURL)/sdmx/3.0", ApiVersion.V2_2_0, DataFormat.SDMX_CSV_2_0_0)
                query = DataQuery(
                    DataContext.DATAFLOW, "\(Flow.maintainer)", "INDICATORS", key="M.\(id).*.as-was")
                print(read_sdmx(service.data(query).decode()).data[0].data)
                """),
        ]
        rules = ["key", "area", "view", "value", "status", "history", "limit"].map { key in
            strings.fill(
                "opendata.page.rule.\(key)",
                key == "key"
                    ? ["dimensions": Flow.indicators.dimensions.map(\.id).joined(separator: ".")]
                    : key == "limit" ? ["limit": formats.number(most)] : [:])
        }
    }

    static var mocks: [Self] {
        ["dossiers_on_time", .hostile].map {
            .init(
                (indicator: $0, day: Day("2026-07-14") ?? .beginning), most: 100_000, at: $0, strings: .mock,
                formats: Formats(.vi))
        }
    }
}
