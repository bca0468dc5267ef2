// SPDX-License-Identifier: Apache-2.0

package import Kernel
package import Web

/// Leads from the ids of cases to their pages, for those who may see them.
package struct CaseLinks: Sendable {
    let service: CaseService
    let faces: [any CaseFace]

    package init(service: CaseService, faces: [any CaseFace]) { (self.service, self.faces) = (service, faces) }

    /// By id: the code of each case that `actor` may see and what it is about. Ids of others, and of nothing, are left out.
    package func links(to ids: [String], for actor: Actor?, _ language: Language) async throws -> [String: Link] {
        guard let actor, !ids.isEmpty else { return [:] }
        let files = try await service.visible(Set(ids).sorted().map { ID($0) }, to: actor)
        return files.reduce(into: [:]) { links, file in
            guard let face = faces.first(where: { $0.kind == file.kind }) else { return }
            let name = [file.code?.description, face.title(of: file, in: language)].compactMap(\.self)
            links[file.id.rawValue] = Link(name.joined(separator: " · "), "/\(face.path)/\(file.id)")
        }
    }
}
