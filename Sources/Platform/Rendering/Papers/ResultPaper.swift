// SPDX-License-Identifier: Apache-2.0

import Web

/// The result of a procedure that has no form of its own: sentences, a table of facts, and where it is registered.
package struct ResultPaper: Paper {
    package static let kind = "result"
    package let title: String
    let bases: [String], hasBases: Bool
    let sentences: [String]
    let parts: [PaperPart]
    let register: [PaperFact], isRegistered: Bool
    let recipients: [String], hasRecipients: Bool
    let signatures: [SignatureColumn]

    /// `bases` are what it is decided on ("Căn cứ Luật Hộ tịch…"); `register` names volume and number ("Quyển số",
    /// "01/2026"); `office` stands above the signature. `title` must not name a person: anybody who verifies reads it.
    package init(
        title: String, bases: [String] = [], sentences: [String], parts: [PaperPart] = [], register: [PaperFact] = [],
        recipients: [String] = [], office: String, signer: String
    ) {
        self.title = title
        (self.bases, hasBases) = (bases, !bases.isEmpty)
        self.sentences = sentences
        self.parts = parts.filter { !$0.facts.isEmpty }
        self.register = register.filled
        isRegistered = !self.register.isEmpty
        (self.recipients, hasRecipients) = (recipients, !recipients.isEmpty)
        signatures = [SignatureColumn(office, note: "", name: signer)]
    }

    package static let mocks = [
        ResultPaper(
            title: "Trích lục khai sinh (bản sao)",
            bases: ["Căn cứ Sổ đăng ký khai sinh của Ủy ban nhân dân xã Yên Mô;"],
            sentences: ["Ủy ban nhân dân xã Yên Mô trích lục thông tin đăng ký khai sinh như sau:"],
            parts: [
                PaperPart(
                    "",
                    [
                        PaperFact("Họ, chữ đệm, tên", "Nguyễn Ngọc Ánh Dương"),
                        PaperFact("Ngày, tháng, năm sinh", "01/07/2026"),
                        PaperFact("Giới tính", "Nữ"), PaperFact("Dân tộc", "Kinh"), PaperFact("Quốc tịch", "Việt Nam"),
                        PaperFact("Nơi sinh", "Bệnh viện Đa khoa tỉnh Ninh Bình"),
                        PaperFact("Số định danh cá nhân", "037326012345"),
                    ]),
                PaperPart(
                    "Người mẹ",
                    [PaperFact("Họ, chữ đệm, tên", "Nguyễn Thị Hương Giang"), PaperFact("Năm sinh", "1999")]),
                PaperPart(
                    "Người cha",
                    [PaperFact("Họ, chữ đệm, tên", "Trần Quốc Vượng"), PaperFact("Năm sinh", "1996")]),
            ],
            register: [
                PaperFact("Quyển số", "01/2026"), PaperFact("Số đăng ký", "27"),
                PaperFact("Ngày đăng ký", "08/07/2026"),
            ],
            recipients: ["Như trên;", "Lưu: VT, TP-HT."], office: "TM. Ủy ban nhân dân – Chủ tịch",
            signer: "Lê Anh Tuấn"),
        ResultPaper(
            title: "Giấy xác nhận", sentences: ["Xác nhận nội dung trình bày là đúng."], office: "Chủ tịch", signer: ""),
        ResultPaper(
            title: .hostile, bases: [.hostile], sentences: [.hostile],
            parts: [PaperPart(.hostile, [PaperFact(.hostile, .hostile)])],
            register: [PaperFact(.hostile, .hostile)], recipients: [.hostile], office: .hostile, signer: .hostile),
    ]
}
