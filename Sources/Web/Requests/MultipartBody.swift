// SPDX-License-Identifier: Apache-2.0

import Foundation
import Hummingbird
import Kernel

/// The body of a form with files, read as it comes: first the fields that stand before the first file, among them the form's
/// token, then one file after the other. Nothing of a file is read before the token is known to be ours.
///
///     while let file = try await upload.nextFile() { try await files.receive(file) }
///     let typed = upload.form
package final class MultipartBody: Sendable {
    /// More parts than any form of ours has.
    private static let partLimit = 500

    // Read by the one task that answers the request, and by nobody else.
    nonisolated(unsafe) private var source: RequestBody.AsyncIterator
    nonisolated(unsafe) private var scanner: MultipartScanner
    nonisolated(unsafe) private var fields: [String: [String]] = [:]
    nonisolated(unsafe) private var fieldBytes = 0
    nonisolated(unsafe) private var parts = 0
    /// The file that was met and not yet given out.
    nonisolated(unsafe) private var waiting: MultipartHeader?
    nonisolated(unsafe) private var isInFile = false
    private let fieldLimit: Int

    init(_ body: RequestBody, scanner: MultipartScanner, fieldLimit: Int) {
        source = body.makeAsyncIterator()
        self.scanner = scanner
        self.fieldLimit = fieldLimit
    }

    /// The fields read so far: all of them once `nextFile` has returned nil.
    package var form: Form { Form(fields) }

    /// The next file that was chosen; nil at the end of the form. What is left unread of the one before is passed over.
    package func nextFile() async throws -> MultipartFile? {
        while isInFile { _ = try await nextPiece() }
        if waiting == nil { try await readFields() }
        guard let header = waiting else { return nil }
        (waiting, isInFile) = (nil, true)
        return MultipartFile(field: header.name, name: header.fileName ?? "", body: self)
    }

    /// Reads fields up to the next file, or to the end.
    func readFields() async throws {
        guard waiting == nil else { return }
        while case .part(let header) = try await event() {
            parts += 1
            guard parts <= Self.partLimit else { throw FormProblem.malformed }
            switch header.fileName {
            case nil: fields[header.name, default: []].append(try await field(header.name))
            case "": while case .bytes = try await event() {}
            default:
                waiting = header
                return
            }
        }
    }

    /// A piece of the file that is read now; nil at its end.
    func nextPiece() async throws -> [UInt8]? {
        guard isInFile else { return nil }
        if case .bytes(let bytes) = try await event() { return bytes }
        isInFile = false
        return nil
    }

    private func field(_ name: String) async throws -> String {
        var bytes: [UInt8] = []
        fieldBytes += name.utf8.count
        while case .bytes(let piece) = try await event() {
            fieldBytes += piece.count
            guard fieldBytes <= fieldLimit else { throw Refusal.tooLarge }
            bytes += piece
        }
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            throw FormProblem.malformed
        }
        return text.precomposedStringWithCanonicalMapping
    }

    private func event() async throws -> MultipartScanner.Event {
        while true {
            if let event = try scanner.next() { return event }
            // A connection that ends early must not turn half a form into a whole one.
            guard let bytes = try await source.next() else { throw FormProblem.malformed }
            scanner.feed(bytes.readableBytesView)
        }
    }
}

/// One file of a form, as its bytes come. Read once.
package struct MultipartFile: AsyncSequence, Sendable {
    package typealias Element = [UInt8]

    /// The name of the field it was chosen in.
    package let field: String
    /// As the sender calls it: never trusted, never a path.
    package let name: String
    private let body: MultipartBody

    init(field: String, name: String, body: MultipartBody) { (self.field, self.name, self.body) = (field, name, body) }

    package struct AsyncIterator: AsyncIteratorProtocol {
        let body: MultipartBody

        package mutating func next() async throws -> [UInt8]? { try await body.nextPiece() }
    }

    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(body: body) }
}
