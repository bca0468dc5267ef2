// SPDX-License-Identifier: Apache-2.0

package import Kernel
package import Ledger

/// The agencies as these pages need them: the module that keeps them answers.
package struct AgencyDirectory: Sendable {
    package let name: PlaceName
    let find: @Sendable (_ organID: String) async throws -> Place?

    /// `find` knows an agency by the identifier that people write (`H42.19.05`).
    package init(
        name: @escaping PlaceName, find: @escaping @Sendable (_ organID: String) async throws -> Place?
    ) {
        self.name = name
        self.find = find
    }

    /// The names of all places where `posts` are held.
    func names(of posts: [Post], in language: Language) async throws -> [Place: String] {
        var names: [Place: String] = [:]
        for place in Set(posts.map(\.agency)) where place != .everywhere {
            names[place] = try await name(place.rawValue, language)
        }
        return names
    }
}
