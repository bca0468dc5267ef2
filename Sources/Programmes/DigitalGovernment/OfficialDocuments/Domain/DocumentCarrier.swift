// SPDX-License-Identifier: Apache-2.0

/// Who carries a document from agency to agency, where it does not go on paper: nodes of this product to each other, or the
/// national axis.
package enum DocumentCarrier: String, Sendable { case exchange, axis }
