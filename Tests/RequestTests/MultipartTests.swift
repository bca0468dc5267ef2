// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Web

@Suite("Multipart forms")
struct MultipartTests {
    private static let body = [
        "--x", "Content-Disposition: form-data; name=\"a\"", "", "một", "--x",
        "Content-Disposition: form-data; name=\"f\"; filename=\"giấy %22 1.pdf\"", "Content-Type: application/pdf", "",
        "%PDF\r\n--y not the end\r\n--", "--x", "content-disposition: form-data; name=\"b\"", "", "", "--x--", "",
    ].joined(separator: "\r\n")

    private func events(_ body: String, by size: Int) throws -> [MultipartScanner.Event] {
        var scanner = try #require(MultipartScanner(contentType: "multipart/form-data; boundary=x"))
        var (events, rest): ([MultipartScanner.Event], ArraySlice<UInt8>) = ([], Array(body.utf8)[...])
        while true {
            guard let event = try scanner.next() else {
                guard !rest.isEmpty else { return events }
                scanner.feed(rest.prefix(size))
                rest = rest.dropFirst(size)
                continue
            }
            if case .bytes(let more) = event, case .bytes(let before) = events.last {
                events[events.count - 1] = .bytes(before + more)
            } else {
                events.append(event)
            }
            if event == .end { return events }
        }
    }

    @Test("a form is cut into its parts, however its bytes come", arguments: [1, 2, 3, 7, 64, 4096])
    func pieces(size: Int) throws {
        let found = try events(Self.body, by: size)
        #expect(found.count == 9)
        guard case .part(let field) = found[0], case .part(let file) = found[3], case .part(let empty) = found[6] else {
            Issue.record("\(found)")
            return
        }
        #expect(field.name == "a" && field.fileName == nil && found[1] == .bytes(Array("một".utf8)))
        #expect(file.name == "f" && file.fileName == "giấy \" 1.pdf")
        #expect(found[4] == .bytes(Array("%PDF\r\n--y not the end\r\n--".utf8)))
        #expect(empty.name == "b" && found[7] == .endOfPart && found[8] == .end)
    }

    @Test("a form that ends early never comes to its end", arguments: [10, 60, 120, 200])
    func cut(count: Int) throws {
        #expect(try !events(String(Self.body.prefix(count)), by: 16).contains(.end))
    }

    @Test(
        "what is no such form is refused",
        arguments: [
            "--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--",
            "--x\r\nX: \(String(repeating: "y", count: 9000))",
            "--xContent-Disposition: form-data; name=\"a\"\r\n\r\n", String(repeating: "no boundary ", count: 1000),
        ])
    func malformed(body: String) throws { #expect(throws: FormProblem.malformed) { try events(body, by: 4096) } }

    @Test(
        "only a form with files and a boundary is read so",
        arguments: [
            "multipart/form-data", "multipart/form-data; boundary=", "multipart/mixed; boundary=x", "text/plain",
            "multipart/form-data; boundary=\(String(repeating: "x", count: 71))",
        ])
    func otherTypes(type: String) { #expect(MultipartScanner(contentType: type) == nil) }
}
