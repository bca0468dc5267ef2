// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import Kernel

extension DemoRegister {
    /// What the simulation reads of a question.
    struct Question {
        let request: String
        let register: String
        /// The same for the same matter with the same answers, whatever dossier they came in.
        let content: String

        init?(_ body: Data) {
            guard let said = try? JSONSerialization.jsonObject(with: body) as? [String: Any],
                let request = said["request"] as? String, !request.isEmpty, let register = said["register"] as? String,
                let content = said["content"] as? [String: Any], let procedure = content["procedure"] as? String,
                let answers = content["answers"] as? [String: Any],
                let sorted = try? JSONSerialization.data(withJSONObject: answers, options: .sortedKeys)
            else { return nil }
            (self.request, self.register) = (request, register)
            let digest = SHA256.hash(data: Data("\(procedure)\n".utf8) + sorted)
            self.content = digest.hex
        }
    }
}
