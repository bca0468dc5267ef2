// SPDX-License-Identifier: Apache-2.0

package import Forms
import Kernel
import Units

extension Respondent {
    /// A woman of xã Yên Mô, with days round the fixture's today and of several generations.
    package static let hoa = Respondent(
        names: ["Nguyễn Thị Hoa"], identifiers: ["037188000002"], commune: UnitID("14701", from: since),
        province: UnitID("37", from: since),
        days: [
            "2026-07-08", "2026-06-20", "2024-02-29", "2026-08-20", "1990-05-10", "1960-01-31", "1940-12-01",
        ].compactMap { Day($0) },
        scan: AttachedFile(
            hash: String(repeating: "ab", count: 32), name: "giấy khai sinh.pdf", size: 1_234_567,
            kind: "application/pdf"))

    private static let since = Day("2025-07-01") ?? .beginning
}

extension AnswerMaker {
    package init(form: FormDefinition, variant: Int, in setting: FormSetting) {
        self.init(form: form, variant: variant, as: .hoa, in: setting)
    }
}
