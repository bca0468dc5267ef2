// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Kernel

/// A file whose bytes are kept, under the name its sender gave it.
package struct ReceivedFile: Sendable {
    package let stored: StoredFile
    package let name: String

    package init(stored: StoredFile, name: String) { (self.stored, self.name) = (stored, name) }
}

/// Looks for malicious software in a file that has arrived. A port: which program does so is for the installation.
package protocol VirusScanner: Sendable {
    func scan(_ file: StoredFile) async throws -> ScanVerdict
}

package enum ScanVerdict: Sendable, Equatable { case clean, infected, notScanned }

/// Says of every file that nobody looked.
package struct NoScanner: VirusScanner {
    package init() {}

    package func scan(_ file: StoredFile) async throws -> ScanVerdict { .notScanned }
}

/// A file that is not taken.
package enum UploadProblem: Problem, Equatable {
    case badName(field: String)
    case infected(field: String)
    case tooMany(Int, field: String)
    /// What the store of files says: empty, too large, of a kind that is not taken.
    case file(FileProblem, field: String)

    package var code: String {
        switch self {
        case .badName: "files.bad_name"
        case .infected: "files.infected"
        case .tooMany: "files.too_many"
        case .file(let problem, _): problem.code
        }
    }

    package var kind: ProblemKind { .invalid }

    package var field: String? {
        switch self {
        case .badName(let field), .infected(let field), .tooMany(_, let field), .file(_, let field): field
        }
    }

    package var slots: [String: String] {
        switch self {
        case .tooMany(let limit, _): ["limit": "\(limit)"]
        case .file(let problem, _): problem.slots
        case .badName, .infected: [:]
        }
    }
}

extension AsyncStream where Element == [UInt8] {
    /// Bytes that are all there already, in one piece.
    package init(whole bytes: [UInt8]) {
        self.init {
            $0.yield(bytes)
            $0.finish()
        }
    }
}

extension AsyncThrowingStream where Element == [UInt8], Failure == any Error {
    init(whole bytes: [UInt8]) {
        self.init {
            $0.yield(bytes)
            $0.finish()
        }
    }
}

extension FileService {
    /// Takes a file that somebody sent in the field of a form. Its bytes are kept, and nothing refers to them yet.
    package func take<Bytes: AsyncSequence & Sendable>(
        _ bytes: Bytes, named name: String, in field: String, limits: FileLimits = FileLimits()
    ) async throws -> ReceivedFile where Bytes.Element == [UInt8] {
        guard let name = FileName.checked(name) else { throw UploadProblem.badName(field: field) }
        do {
            let stored = try await receive(bytes, limits: limits)
            if try await scanner.scan(stored) == .infected { throw UploadProblem.infected(field: field) }
            return ReceivedFile(stored: stored, name: name)
        } catch let problem as FileProblem where problem.kind == .invalid || problem.kind == .tooLarge {
            throw UploadProblem.file(problem, field: field)
        }
    }
}

/// The names of files as strangers send them.
enum FileName {
    static let limit = 150

    /// The name as it is shown; nil for one that is a path, or hides what it is: `../../x`, `invoice\u{202E}fdp.exe`.
    static func checked(_ name: String) -> String? {
        let name = name.precomposedStringWithCanonicalMapping.trimmingCharacters(in: .whitespaces)
        guard !name.isEmpty, name.count <= limit, !name.hasPrefix("."), !name.contains(where: { "/\\".contains($0) }),
            !name.unicodeScalars.contains(where: isTrick)
        else { return nil }
        return name
    }

    /// Control characters, and those that turn the direction of what follows.
    private static func isTrick(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
        default: false
        }
    }
}
