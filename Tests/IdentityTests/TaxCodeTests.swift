// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Identity

@Suite("Tax code")
struct TaxCodeTests {
    // Published codes of state-owned groups and of Vinamilk.
    @Test("codes in use are taken, however they are spaced", arguments: ["0100109106", "0100684378", "0300588569"])
    func real(digits: String) throws {
        #expect(try TaxCode(digits).digits == digits)
        #expect(try TaxCode(" \(digits.prefix(4)) \(digits.dropFirst(4))").digits == digits)
        #expect(try TaxCode("\(digits)-001").description == "\(digits)-001")
    }

    @Test("every single wrong digit is noticed")
    func slips() throws {
        let right = Array("0100109106")
        for place in right.indices {
            for digit in "0123456789" where digit != right[place] {
                var wrong = right
                wrong[place] = digit
                #expect(throws: IdentityProblem.badTaxCode) { try TaxCode(String(wrong)) }
            }
        }
    }

    @Test(
        "what is none is refused",
        arguments: [
            "", "0100109106-000", "010010910", "01001091061", "0100109106-01", "o100109106", "０１００１０９１０６",
            "037090000001",
        ])
    func wrong(typed: String) {
        #expect(throws: IdentityProblem.badTaxCode) { try TaxCode(typed) }
    }
}
