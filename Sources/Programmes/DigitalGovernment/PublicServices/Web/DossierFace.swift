// SPDX-License-Identifier: Apache-2.0

package import Casework
package import Kernel
package import Web

/// What a dossier adds to the pages of its case: the procedure's name, and the form as it was submitted.
package struct DossierFace: CaseFace {
    let catalogue: Catalogue

    package init(catalogue: Catalogue) { self.catalogue = catalogue }

    package var kind: String { Dossiers.kind }
    package var path: String { Dossiers.path }

    package func title(of file: CaseFile, in language: Language) -> String {
        catalogue[file.matter]?.name[language] ?? file.matter
    }

    package func content(of view: CaseView, for actor: Actor, _ context: WebContext) async throws -> CaseContent {
        CaseContent()
    }
}
