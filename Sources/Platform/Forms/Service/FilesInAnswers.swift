// SPDX-License-Identifier: Apache-2.0

package import Database
package import Files
import Foundation

extension DraftService {
    /// Takes the files that stand in answers themselves, each as `{"name", "content"}` with its bytes in base64, and puts
    /// in their place what is kept of a file. Nothing refers to the bytes until `attach` does.
    package func receive(
        filesIn answers: Answers, of form: FormDefinition
    ) async throws -> (answers: Answers, files: [ReceivedFile]) {
        var (answers, received) = (answers, [ReceivedFile]())
        for question in form.pages.filter({ $0.repeats == nil }).flatMap(\.questions) where question.kind.takesFiles {
            guard let given = answers[question.id].array, case .attachment(let limits) = question.kind else { continue }
            guard given.count <= limits.max else { throw UploadProblem.tooMany(limits.max, field: question.id) }
            var values: [JSONValue] = []
            for entry in given {
                let bytes = entry["content"].string.flatMap { Data(base64Encoded: $0) } ?? Data()
                let file = try await receive(
                    AsyncStream(whole: [UInt8](bytes)), named: entry["name"].string ?? "", for: question)
                received.append(file)
                values.append(AttachedFile(file).value)
            }
            answers.values[question.id] = .array(values)
        }
        return (answers, received)
    }

    /// Names files in the caller's transaction, as belonging to `subject`.
    package func attach(_ received: [ReceivedFile], to subject: String, in db: any Connection) throws {
        for file in received { try files.attach(file.stored, named: file.name, to: subject, in: db) }
    }
}

extension AttachedFile {
    package init(_ file: ReceivedFile) {
        self.init(hash: file.stored.hash, name: file.name, size: file.stored.size, kind: file.stored.kind.rawValue)
    }
}
