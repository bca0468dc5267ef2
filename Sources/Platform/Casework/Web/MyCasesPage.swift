// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Web

/// A person's own cases, the newest first.
struct MyCasesPage: Page {
    static let template = "casework/mine"
    let open: TaskList, hasOpen: Bool
    let closed: TaskList, hasClosed: Bool
    let isEmpty: Bool

    init(_ files: [CaseFile], face: any CaseFace, words: CaseWords) {
        func items(_ files: [CaseFile]) -> TaskList {
            TaskList(
                files.map { file in
                    TaskList.Item(
                        face.title(of: file, in: words.strings.language), "/\(face.path)/\(file.id)",
                        hint: words.hint(of: file), status: words.status(of: file))
                })
        }
        let (closed, open) = (files.filter { $0.phase == .closed }, files.filter { $0.phase != .closed })
        (self.open, hasOpen) = (items(open), !open.isEmpty)
        (self.closed, hasClosed) = (items(closed), !closed.isEmpty)
        isEmpty = files.isEmpty
    }

    static var mocks: [Self] {
        [.init([], face: MockFace(), words: .mock), .init(CaseFile.mocks, face: MockFace(), words: .mock)]
    }
}

extension CaseWords {
    /// Code, applicant's name where one sent it for another, and what was promised.
    func hint(of file: CaseFile) -> String {
        [code(of: file), promise(of: file)].filter { !$0.isEmpty }.joined(separator: " · ")
    }
}
