/* What this daemon is called in leases. */
#ifndef VARTA_SYNCD_CORE_LEASE_OWNER_H
#define VARTA_SYNCD_CORE_LEASE_OWNER_H

/* No two daemons, of this machine or another, of now or before, have the same. The caller frees it.
 */
char *lease_owner_new(void);

#endif
