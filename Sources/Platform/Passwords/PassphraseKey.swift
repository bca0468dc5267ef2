// SPDX-License-Identifier: Apache-2.0

import CArgon2

extension Passwords.Cost {
    /// RFC 9106, second recommended: 64 MiB, 3 passes, 4 lanes. For what is opened rarely and guessed at leisure.
    package static let passphrase = Passwords.Cost(memoryKiB: 64 * 1024, passes: 3, lanes: 4)

    /// Memory in KiB, passes and lanes, in this order.
    package var numbers: [UInt32] { [memoryKiB, passes, lanes] }

    /// From such numbers in a file of unknown origin: nil where they ask for more than a small machine can give.
    package init?(numbers: [UInt32]) {
        guard numbers.count == 3, (8...1 << 20).contains(numbers[0]), (1...16).contains(numbers[1]),
            (1...16).contains(numbers[2])
        else { return nil }
        self.init(memoryKiB: numbers[0], passes: numbers[1], lanes: numbers[2])
    }
}

extension Passwords {
    /// 32 bytes made of a passphrase with Argon2id.
    package static func key(
        from passphrase: String, salt: [UInt8], cost: Cost
    ) throws(PasswordsProblem) -> [UInt8] {
        let bytes = Array(passphrase.utf8)
        var key = [UInt8](repeating: 0, count: 32)
        let numbers = cost.numbers
        let code = argon2id_hash_raw(
            numbers[1], numbers[0], numbers[2], bytes, bytes.count, salt, salt.count, &key, key.count)
        guard code == ARGON2_OK.rawValue else { throw .failed(Int(code)) }
        return key
    }
}
