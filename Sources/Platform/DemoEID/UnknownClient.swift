// SPDX-License-Identifier: Apache-2.0

import Kernel

/// The order did not come from the one client the simulator knows, or names nobody.
struct UnknownClient: Problem {
    var code: String { "demoeid.unknown_client" }
    var kind: ProblemKind { .invalid }
}
