// A misbehaving PKCS#11 module. Built with -DBEHAVIOUR=one of those below.
#include <p11-kit-1/p11-kit/pkcs11.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CRASH = 1, HANG, SLOTS, OBJECTS, LENGTH, GARBAGE, LEAVE, LOCKED, EMPTY, REFUSE, NULLS };

static CK_RV initialize(void *arguments) {
  (void)arguments;
  if (BEHAVIOUR == CRASH) *(volatile int *)8 = 1;
  if (BEHAVIOUR == HANG) pause();
  if (BEHAVIOUR == LEAVE) {
    puts("{\"noToken\":{}}");
    exit(0);
  }
  return BEHAVIOUR == REFUSE ? CKR_GENERAL_ERROR : CKR_OK;
}

static CK_RV slots(unsigned char present, CK_SLOT_ID *list, unsigned long *count) {
  (void)present;
  list[0] = 7;
  *count = BEHAVIOUR == SLOTS ? 1UL << 40 : BEHAVIOUR == EMPTY ? 0 : 1;
  return CKR_OK;
}

static CK_RV token(CK_SLOT_ID slot, struct _CK_TOKEN_INFO *info) {
  (void)slot;
  memset(info, ' ', sizeof *info);
  info->flags = CKF_TOKEN_INITIALIZED | (BEHAVIOUR == LOCKED ? CKF_USER_PIN_LOCKED : 0);
  return CKR_OK;
}

static CK_RV session(CK_SLOT_ID slot, CK_FLAGS flags, void *data, CK_NOTIFY notify,
                     CK_SESSION_HANDLE *handle) {
  (void)slot, (void)flags, (void)data, (void)notify;
  *handle = 1;
  return CKR_OK;
}

static CK_RV done(CK_SESSION_HANDLE handle) { return (void)handle, CKR_OK; }

static CK_RV search(CK_SESSION_HANDLE handle, struct _CK_ATTRIBUTE *wanted, unsigned long count) {
  return (void)handle, (void)wanted, (void)count, CKR_OK;
}

static CK_RV found(CK_SESSION_HANDLE handle, CK_OBJECT_HANDLE *list, unsigned long most,
                   unsigned long *count) {
  (void)handle, (void)most;
  list[0] = 9;
  *count = BEHAVIOUR == OBJECTS ? ~0UL : 1;
  return CKR_OK;
}

static CK_RV value(CK_SESSION_HANDLE handle, CK_OBJECT_HANDLE object, struct _CK_ATTRIBUTE *wanted,
                   unsigned long count) {
  (void)handle, (void)object, (void)count;
  memset(wanted->pValue, 0x30, 4);
  wanted->ulValueLen = BEHAVIOUR == LENGTH ? ~0UL : 4;
  return CKR_OK;
}

static struct _CK_FUNCTION_LIST list = {.version = {2, 40}};

CK_RV C_GetFunctionList(struct _CK_FUNCTION_LIST **functions) {
  if (BEHAVIOUR != NULLS) {
    list.C_Initialize = initialize;
    list.C_GetSlotList = slots;
    list.C_GetTokenInfo = token;
    list.C_OpenSession = session;
    list.C_CloseSession = done;
    list.C_FindObjectsInit = search;
    list.C_FindObjects = found;
    list.C_FindObjectsFinal = done;
    list.C_GetAttributeValue = value;
  }
  *functions = &list;
  return CKR_OK;
}
