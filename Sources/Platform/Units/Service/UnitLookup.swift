// SPDX-License-Identifier: Apache-2.0

package import Database
package import Kernel

/// Units as other services read them inside their own transactions.
package struct UnitLookup {
    private let db: any Connection

    package init(_ connection: any Connection) { db = connection }

    /// The unit that has this code on `day`.
    package func unit(_ code: String, on day: Day) throws -> AdministrativeUnit? {
        try UnitStore(db: db).unit(code, on: day)
    }
}
