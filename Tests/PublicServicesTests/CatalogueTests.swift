// SPDX-License-Identifier: Apache-2.0

import Content
import Forms
import Kernel
import PublicServices
import Testing

@Suite("Catalogue of procedures")
struct CatalogueTests {
    private let catalogue: Catalogue

    init() throws { catalogue = try Catalogue(content: Content.embedded.files) }

    @Test("holds the 46 procedures")
    func count() {
        #expect(catalogue.procedures.count == 46)
        #expect(Set(catalogue.procedures.map(\.code)).count == 46)
    }

    @Test(
        "is searched by what people call things",
        arguments: [
            ("giấy khai sinh", "1.001193"), ("lam giay khai sinh", "1.001193"), ("birth certificate", "1.001193"),
            ("GIẤY KHAI SINH", "1.001193"), ("sao y", "2.000815"), ("hộ khẩu", "1.004222"), ("cccd", "2.000200"),
            ("mo quan", "1.001612"), ("2.000635", "2.000635"), ("trich luc khai sinh", "2.000635"),
        ])
    func find(query: String, code: String) { #expect(catalogue.find(query).first?.code == code) }

    @Test("finds nothing for nothing", arguments: ["", "  ", "xyz", "khai xyz"])
    func findNothing(query: String) { #expect(catalogue.find(query).isEmpty) }

    @Test("a result prints answers to questions of its form, and calls none of them by its question")
    func prints() throws {
        for (name, form) in try FormDefinition.all(of: "PublicServices", in: Content.embedded.files) {
            let printed = try #require(catalogue[name]?.result.prints, "\(name) does not say what its result prints")
            for id in printed {
                let question = try #require(form.question(id), "\(name) prints \(id)")
                #expect(!(question.noun ?? question.label).vi.contains("?"), "\(name): \(id)")
                let page = try #require(form.pages.first { $0.questions.contains(question) })
                #expect(page.questions.count == 1 || !page.title.vi.contains("?"), "\(name): \(page.name)")
            }
        }
    }

    @Test("a file with a mistake is refused with the place")
    func mistake() throws {
        let path = "PublicServices/procedures/1.001193.json"
        let file = try #require(Content.embedded.files[path])
        func problem(_ text: String, at path: String = path) throws -> ContentProblem {
            try #require(throws: ContentProblem.self) { try Catalogue(content: [path: text]) }
        }
        #expect(try problem(file.replacing("\"version\": 1", with: "\"version\": \"one\"")).line == 3)
        #expect(try problem(file.replacing("\"presence\"", with: "\"present\"")).reason == "presence is missing")
        #expect(try problem(file.replacing("\"none\"", with: "\"once\"")).reason.contains("cannot be full"))
        #expect(try problem(file, at: "PublicServices/procedures/1.000000.json").reason.contains("1.001193"))
        #expect(try problem(String(file.dropLast(4))).line > 40)
    }
}
