//! Whose account it is. The cheapest source that says an address wins; absence is
//! normal.

use domain::Identity;

use crate::climb::Read;
use crate::observed::Seen;

/// The best identity there is: an address over a name, the account's own data over
/// a second question.
pub(crate) fn best(seen: &Seen, read: &Read) -> Option<Identity> {
    let told = || {
        seen.identity
            .clone()
            .into_iter()
            .chain(read.identity.clone())
    };
    told().find(Identity::is_address).or_else(|| told().next())
}
