// SPDX-License-Identifier: Apache-2.0

/// How far a message has come with one of its receivers, in the words and numbers of the national axis (edXML StatusCode).
package enum DeliveryState: String, Codable, Hashable, Sendable, CaseIterable {
    /// Đã đến.
    case arrived = "01"
    /// Từ chối tiếp nhận: by the receiver, or by its node, which then says which rule.
    case refused = "02"
    /// Đã tiếp nhận.
    case received = "03"
    /// Phân công.
    case assigned = "04"
    /// Đang xử lý.
    case inProgress = "05"
    /// Hoàn thành.
    case done = "06"
    /// Lấy lại: the sender wants it back.
    case recalled = "13"
    /// Đồng ý cập nhật, lấy lại.
    case agreed = "15"
    /// Từ chối cập nhật, lấy lại.
    case declined = "16"

    /// Who says so. All but one are said by the receiver.
    package var isSaidBySender: Bool { self == .recalled }

    /// What may come next; nil stands for a message that has not arrived.
    package static func next(after state: DeliveryState?) -> Set<DeliveryState> {
        switch state {
        case nil: [.arrived, .refused]
        case .arrived: [.refused, .received, .recalled, .agreed, .declined]
        case .received, .assigned, .declined: [.assigned, .inProgress, .done, .recalled]
        case .inProgress: [.assigned, .done, .recalled]
        case .done: [.recalled]
        case .recalled: [.agreed, .declined]
        // What was agreed to as an update goes its way like any other; what was given back is over for its module.
        case .agreed: [.received]
        case .refused: []
        }
    }
}
