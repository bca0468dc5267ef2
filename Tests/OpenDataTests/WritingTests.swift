// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import TestKit
import Testing

@testable import OpenData

@Suite("What is written by SDMX")
struct WritingTests {
    @Test("XML holds any text, whatever it would like to be")
    func xml() {
        var xml = XMLWriter()
        xml.inside("a") { xml in
            xml.tag(
                "b", named: [(id: "c", value: "\"\u{301} d=\"<&>'\n\u{1}\u{FFFE}"), (id: "e", value: nil)], closed: true
            )
            xml.text("f", "]]><g/>")
        }
        #expect(
            String(decoding: xml.bytes, as: UTF8.self)
                == "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a><b c=\"&quot;\u{301} d=&quot;&lt;&amp;&gt;&apos;&#10;"
                + "\u{FFFD}\u{FFFD}\"/><f>]]&gt;&lt;g/&gt;</f></a>")
    }

    @Test("CSV quotes what holds a comma, a quote or a line's end")
    func csv() {
        var data = DataSet(flow: .figures, series: [])
        let attributes: [String?] = [nil, "a,b", "\"\u{301}", "c\r\nd"] + Array(repeating: nil, count: 8)
        data.series = [
            .init(
                key: ["F1"], attributes: [],
                observations: [.init(period: nil, value: "1", attributes: attributes)])
        ]
        let lines = String(decoding: DataCSV.bytes(data, DataQuery(flow: .figures)), as: UTF8.self)
        #expect(
            lines.hasSuffix("dataflow,DOICANH:FIGURES(1.0.0),I,F1,1,,\"a,b\",\"\"\"\u{301}\",\"c\r\nd\",,,,,,,,\r\n"))
    }

    @Test(
        "the format is what the client likes best of those there are",
        arguments: [
            ("", "a/x+xml;version=2.1"), ("*/*", "a/x+xml;version=2.1"), ("a/*", "a/x+xml;version=2.1"),
            ("a/x+xml", "a/x+xml;version=2.1"), ("a/x+xml;version=3", nil), ("text/csv", "b/y+csv;version=2.0.0"),
            ("a/x+xml;version=2.1;q=0.2, b/y+csv", "b/y+csv;version=2.0.0"), ("a/*;q=0, */*", "b/y+csv;version=2.0.0"),
            ("text/html", nil), ("A/X+XML; Version=\"2.1\"", "a/x+xml;version=2.1"), (";;,", "a/x+xml;version=2.1"),
        ] as [(String, String?)])
    func negotiation(accept: String, expected: String?) {
        let offers = [
            Negotiation.Offer(type: "a/x+xml", version: "2.1"),
            Negotiation.Offer(type: "b/y+csv", version: "2.0.0", aliases: ["text/csv"]),
        ]
        #expect(Negotiation(accept).choose(from: offers)?.contentType == expected)
    }
}
