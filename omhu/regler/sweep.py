"""The one evaluator: a single sweep over steps sorted by case and time, in plain Python over sequences.

It runs as it stands on lists (one case, no accelerator), and compiled by Numba on arrays (`hurtig`): the same
source. So: integers only, no objects, flat sequences, no exceptions. The meaning is in README.md; names of
fields are in `program`. Days are numbers since 1970-01-01, instants ms since then in UTC; -1 means "none".
"""

# Every function unpacks all columns by name, used or not, and tests stand apart where Numba is quicker so.
# ruff: noqa: RUF059, SIM102, SIM108, SIM109

from omhu.regler.program import (
    A_ART,
    A_BLOK,
    A_EFTER,
    A_ENHED,
    A_FORBUD,
    A_KRAV,
    A_N,
    ANKER_N,
    ANKER_OFF,
    ANKER_SELV,
    ANTAL,
    BORT_ARTER,
    BORT_N,
    BORT_OFF,
    BREDDE,
    DATO,
    DOG_N,
    DOG_OFF,
    EFTER,
    EN_PR_ANKER,
    FOER,
    FORM,
    FRA,
    FRAV_ARTER,
    FRAV_N,
    FRAV_OFF,
    FRAV_SAMME,
    FRAV_SELV,
    FRIST_ENHED,
    FRIST_N,
    HVER,
    HVERT,
    K_AKTIV_BIT,
    K_AKTIV_MASKE,
    K_ANBRAGT_AAR_BIT,
    K_ANBRAGT_BIT,
    K_ANBRAGT_MASKE,
    K_EGEN_OPHOERT_BIT,
    K_FULGT_OP_BIT,
    K_HJEMGIVET,
    K_IVAERKSAT,
    K_LUKKET,
    K_OPFOELGNING,
    K_OPHOERT,
    KUN_HELE,
    LUK_BORT,
    LUK_FRAV,
    LUK_OPF,
    LUK_UNDT,
    M_ART,
    M_BLOK,
    M_EKSTRA,
    M_FORBUD,
    M_KRAV,
    NAAR_FORBUD,
    NAAR_KRAV,
    REGEL,
    RESP_ARTER,
    RESP_N,
    RESP_OFF,
    RUL,
    S_HENVISNING,
    S_INDSATS,
    SAMME,
    SEN_ENHED,
    SEN_N,
    ST_AFVENTER,
    ST_ANTAL,
    ST_KAN_IKKE,
    ST_OVERSKREDET,
    TIDLIGST_ENHED,
    TIDLIGST_N,
    TIL,
    TIMER,
    TRIG_N,
    TRIG_OFF,
    UD_ANKER,
    UD_BORT,
    UD_BREDDE,
    UD_FRAV,
    UD_FRIST,
    UD_FRIST_MS,
    UD_LUK,
    UD_LUK_MS,
    UD_NR,
    UD_OPF,
    UD_R,
    UD_SENT,
    UD_TRIN,
    UD_UNDTAGELSE,
    UD_UVIS,
    UDEN,
    UDEN_TAELLER,
    UDEN_UVIST,
    UDSK_N,
    UDSK_OFF,
    UNDT_BLOK,
    UNDT_N,
    UNDT_OFF,
    VERSION,
    VERSION_EFTER_FRIST,
)

jit = globals().get("jit", lambda f: f)
INGEN = -1
FJERN = 4_000_000_000_000_000


@jit
def aar_maaned_dag(dag):
    """Civil date of a day number (proleptic Gregorian)."""
    z = dag + 719468
    era = z // 146097
    doe = z - era * 146097
    yoe = (doe - doe // 1460 + doe // 36524 - doe // 146096) // 365
    doy = doe - (365 * yoe + yoe // 4 - yoe // 100)
    mp = (5 * doy + 2) // 153
    maaned = mp + 3 if mp < 10 else mp - 9
    aar = yoe + era * 400 + (1 if maaned <= 2 else 0)
    return aar, maaned, doy - (153 * mp + 2) // 5 + 1


@jit
def dag_fra(aar, maaned, dag):
    """Day number of a civil date."""
    y = aar - (1 if maaned <= 2 else 0)
    era = y // 400
    yoe = y - era * 400
    mp = maaned - 3 if maaned > 2 else maaned + 9
    doe = yoe * 365 + yoe // 4 - yoe // 100 + (153 * mp + 2) // 5 + dag - 1
    return era * 146097 + doe - 719468


@jit
def plus_maaneder(dag, n):
    """n months later (or earlier), the same day of the month, else the month's last day."""
    aar, maaned, d = aar_maaned_dag(dag)
    m = aar * 12 + maaned - 1 + n
    aar2, maaned2 = m // 12, m % 12 + 1
    foerste = dag_fra(aar2, maaned2, 1)
    sidste = dag_fra(aar2 + maaned2 // 12, maaned2 % 12 + 1, 1) - 1
    resultat = foerste + d - 1
    return resultat if resultat <= sidste else sidste


@jit
def laeg_til(dag, enhed, n, KAL, kal_fra, kal_n):
    """n units after a day: 0 days, 1 months, 2 hverdage, 3 arbejdsdage (calendar tables; README, Time)."""
    if enhed == 0:
        return dag + n
    if enhed == 1:
        return plus_maaneder(dag, n)
    base = 0 if enhed == 2 else 2 * kal_n
    nr = KAL[base + dag - kal_fra]
    return KAL[base + kal_n + nr + n - 1]


@jit
def lokal_dag(instant, KAL, kal_fra, kal_n):
    """The local day on which an instant lies, by the table of day starts."""
    dag = instant // 86_400_000
    while KAL[5 * kal_n + dag + 1 - kal_fra] <= instant:
        dag += 1
    return dag


@jit
def passer(P, off, n, art, flag):
    """Does a step of this kind and flags meet one of n matches at `off`?"""
    for a in range(n):
        p = off + a * M_BLOK
        if (
            P[p + M_ART] == art
            and flag & P[p + M_KRAV] == P[p + M_KRAV]
            and not flag & P[p + M_FORBUD]
        ):
            return True
    return False


@jit
def find_anker(P, R, r, i, s, e, K):
    """Index of the anchor of trigger i, or -1 (README `regnes_fra`)."""
    dag, tlo, thi, art, F, ind, own, ref, dag2 = K
    for a in range(R[r + ANKER_N]):
        p = R[r + ANKER_OFF] + a * A_BLOK
        tidligst = efter = -FJERN
        if P[p + A_ENHED] != INGEN:
            if P[p + A_ENHED] == 1:
                tidligst = plus_maaneder(dag[i], -P[p + A_N])
            else:
                tidligst = dag[i] - P[p + A_N]
        if P[p + A_EFTER]:
            q = i - 1
            while q >= s:
                if P[p + A_EFTER] >> art[q] & 1:
                    efter = tlo[q]
                    break
                q -= 1
        j = i
        while j + 1 < e and dag[j + 1] == dag[i]:
            j += 1
        while j >= s and dag[j] >= tidligst:
            if (
                art[j] == P[p + A_ART]
                and thi[j] >= efter
                and F[j] & P[p + A_KRAV] == P[p + A_KRAV]
                and not F[j] & P[p + A_FORBUD]
            ):
                return j
            j -= 1
    return i if R[r + ANKER_SELV] else INGEN


@jit
def henviser(ref, own, x, i, a):
    """May step x, by what it names, belong to trigger i with anchor a?"""
    return (
        ref[x] == INGEN
        or ref[x] == own[i]
        or ref[x] == own[a]
        or (ref[i] != INGEN and ref[x] == ref[i])
    )


@jit
def begynd(dag, i, a, s, fra_dag):
    """Where a search on or after the anchor's day, or after `fra_dag`, may begin at the earliest."""
    j = a if fra_dag == INGEN else i
    tidligst = dag[a] if fra_dag == INGEN else fra_dag
    while j > s and dag[j - 1] >= tidligst:
        j -= 1
    return j


@jit
def saml_svar(P, R, r, i, a, s, e, fra_dag, frist_dag, frist_lo, frist_hi, sen_dag, K):
    """The response: (index that completes the need for certain, index that may complete it in time)."""
    dag, tlo, thi, art, F, ind, own, ref, dag2 = K
    M = ind[i] if R[r + SAMME] == S_INDSATS else 0
    antal = R[r + ANTAL]
    arter = R[r + RESP_ARTER]
    timer = R[r + FORM] == TIMER
    # Three countings of the same responses: certain to be in time or late, certain to exist (timer only:
    # the clock time may be missing), and possible.
    daekket = muligt = sikre = mulige = findes = antal_findes = 0
    uvis = INGEN
    for x in range(begynd(dag, i, a, s, fra_dag), e):
        if not arter >> art[x] & 1:
            continue
        if fra_dag != INGEN:
            if dag[x] < fra_dag:
                continue
        elif R[r + EFTER]:
            if dag[x] <= dag[a]:
                continue
        elif thi[x] < tlo[a]:
            continue
        if dag[x] > sen_dag:
            break
        if not passer(P, R[r + RESP_OFF], R[r + RESP_N], art[x], F[x]):
            continue
        if R[r + SAMME] == S_HENVISNING and not henviser(ref, own, x, i, a):
            continue
        bidrag = M
        usikker = False
        if M:
            if ind[x]:
                bidrag = ind[x] & M
                if not bidrag:
                    continue
            elif R[r + UDEN] == UDEN_UVIST:
                usikker = True
            elif R[r + UDEN] != UDEN_TAELLER:
                continue
        if timer and not usikker:
            findes |= bidrag
            if findes == M:
                antal_findes += 1
                findes = 0
            if tlo[x] > frist_hi and antal_findes >= antal:
                return x, uvis
            usikker = tlo[x] <= frist_hi and thi[x] > frist_lo
        i_tide = tlo[x] <= frist_hi if timer else dag[x] <= frist_dag
        muligt |= bidrag
        if muligt == M:
            mulige += 1
            muligt = 0
            if uvis == INGEN and i_tide and mulige >= antal:
                uvis = x
        if usikker:
            continue
        daekket |= bidrag
        if daekket == M:
            sikre += 1
            daekket = 0
            if sikre >= antal:
                return x, uvis
    return INGEN, uvis


@jit
def find_fravalg(P, R, r, i, a, s, e, fra_dag, frist_dag, frist_hi, K):
    """First waiver step in the window and in time, or -1."""
    dag, tlo, thi, art, F, ind, own, ref, dag2 = K
    M = ind[i] if R[r + FRAV_SAMME] == S_INDSATS else 0
    daekket = 0
    arter = R[r + FRAV_ARTER]
    for x in range(begynd(dag, i, a, s, fra_dag), e):
        if not arter >> art[x] & 1:
            continue
        if fra_dag != INGEN:
            if dag[x] < fra_dag:
                continue
        elif R[r + EFTER]:
            if dag[x] <= dag[a]:
                continue
        elif thi[x] < tlo[a]:
            continue
        if R[r + FORM] == TIMER:
            if tlo[x] > frist_hi:
                break
        elif dag[x] > frist_dag:
            break
        if not passer(P, R[r + FRAV_OFF], R[r + FRAV_N], art[x], F[x]):
            continue
        if R[r + FRAV_SAMME] == S_HENVISNING and not henviser(ref, own, x, i, a):
            continue
        if M:
            daekket |= ind[x] & M if ind[x] else M
            if daekket != M:
                continue
        return x
    return INGEN


@jit
def find_bortfald(P, R, r, i, a, e, K):
    """First step after the trigger that ends the duty, or -1."""
    dag, tlo, thi, art, F, ind, own, ref, dag2 = K
    ophoert = 0
    arter = R[r + BORT_ARTER]
    for x in range(i + 1, e):
        if not arter >> art[x] & 1:
            continue
        for b in range(R[r + BORT_N]):
            p = R[r + BORT_OFF] + b * M_BLOK
            if (
                P[p + M_ART] != art[x]
                or F[x] & P[p + M_KRAV] != P[p + M_KRAV]
                or F[x] & P[p + M_FORBUD]
            ):
                continue
            if P[p + M_EKSTRA] == S_HENVISNING and not henviser(ref, own, x, i, a):
                continue
            if P[p + M_EKSTRA] == S_INDSATS and ind[i]:
                ophoert |= ind[x] & ind[i] if ind[x] else ind[i]
                if ophoert != ind[i]:
                    continue
            return x
    return INGEN


@jit
def flyttet_frist(P, R, r, i, e, frist_dag, K):
    """The due day after `dog_senest_ved` and `udskydes_af`. What came before the law hastens nothing."""
    dag, tlo, thi, art, F, ind, own, ref, dag2 = K
    if R[r + DOG_N]:
        for x in range(i + 1, e):
            if dag[x] >= frist_dag:
                break
            if dag[x] < R[r + FRA]:
                continue
            for d in range(R[r + DOG_N]):
                p = R[r + DOG_OFF] + d * M_BLOK
                if F[i] & P[p + M_EKSTRA] == P[p + M_EKSTRA] and passer(P, p, 1, art[x], F[x]):
                    frist_dag = dag[x]
                    break
    if R[r + UDSK_N]:
        for x in range(i + 1, e):
            if dag[x] > frist_dag:
                break
            if dag2[x] > 0 and passer(P, R[r + UDSK_OFF], R[r + UDSK_N], art[x], F[x]):
                return dag2[x] if dag2[x] > frist_dag else frist_dag
    return frist_dag


@jit
def stand(nu, luk, luk_ms, frist_ms, sen_ms, uvis_ms, vurderes, ved_udeblivelse):
    """Status of an obligation at an instant: the only definition (README, Outcome). FJERN stands for "never"."""
    if luk and luk_ms <= nu:
        return LUK_BORT if luk == LUK_UNDT else luk
    if uvis_ms <= nu:
        return ST_KAN_IKKE
    if nu <= frist_ms:
        return ST_AFVENTER
    if not vurderes:
        return ST_KAN_IKKE
    if sen_ms <= nu:
        return ST_OVERSKREDET
    return ved_udeblivelse


@jit
def tael(UD, antal, K, VURDERES, VED, KAL, kal_fra, kal_n, nu, TAL):
    """Count obligations by compiled row and status at `nu` into TAL (rows × ST_ANTAL)."""
    tlo = K[1]
    for n in range(antal):
        o = n * UD_BREDDE
        r = UD[o + UD_R]
        frist_ms = UD[o + UD_FRIST_MS]
        if not frist_ms:
            frist_ms = KAL[5 * kal_n + UD[o + UD_FRIST] + 1 - kal_fra] - 1
        sen_ms = tlo[UD[o + UD_OPF]] if UD[o + UD_SENT] else FJERN
        uvis_ms = tlo[UD[o + UD_UVIS]] if UD[o + UD_UVIS] >= 0 else FJERN
        st = stand(
            nu, UD[o + UD_LUK], UD[o + UD_LUK_MS], frist_ms, sen_ms, uvis_ms, VURDERES[r], VED[r]
        )
        TAL[r * ST_ANTAL + st] += 1


@jit
def tilstande(s, e, K, F, KON, SAET, SLET):
    """Flags of a case's steps with the state before each (README, States), written to F.

    Returns the bit set of the kinds that the case has.
    """
    dag, tlo, thi, art, flag, ind, own, ref, dag2 = K
    aktive = ophoert = fulgt = bits = arter = 0
    fulgt_uden = False
    sidst_anbragt = -FJERN
    for i in range(s, e):
        f = flag[i] | bits
        m = ind[i]
        if aktive & KON[K_AKTIV_MASKE]:
            f |= KON[K_AKTIV_BIT]
        if aktive & KON[K_ANBRAGT_MASKE]:
            f |= KON[K_ANBRAGT_BIT] | KON[K_ANBRAGT_AAR_BIT]
        elif dag[i] - sidst_anbragt <= 365:
            f |= KON[K_ANBRAGT_AAR_BIT]
        if m and m & ophoert == m:
            f |= KON[K_EGEN_OPHOERT_BIT]
        if fulgt_uden or fulgt & m:
            f |= KON[K_FULGT_OP_BIT]
        F[i] = f
        arter |= 1 << art[i]
        bits = bits & ~SLET[art[i]] | SAET[art[i]]
        if art[i] == KON[K_IVAERKSAT]:
            aktive |= m
            ophoert &= ~m
        elif art[i] == KON[K_OPFOELGNING]:
            fulgt |= m
            fulgt_uden = fulgt_uden or not m
        else:
            slut = 0
            if art[i] == KON[K_OPHOERT]:
                slut = m if m else aktive
            elif art[i] == KON[K_HJEMGIVET]:
                slut = aktive & KON[K_ANBRAGT_MASKE]
            elif art[i] == KON[K_LUKKET]:
                slut = aktive
            if slut:
                if slut & KON[K_ANBRAGT_MASKE]:
                    sidst_anbragt = dag[i]
                aktive &= ~slut
                ophoert |= slut
    return arter


@jit
def sweep(
    SEG, n_sager, K, F, R, P, BY, BYL, KON, SAET, SLET, KAL, kal_fra, kal_n, horisont, UD, plads
):
    """Evaluate all cases. Returns the number of obligations, or -1 when UD has no room for all.

    SEG: borders of cases (n_sager + 1). K: the step columns. F: room for flags with state. UD: flat output,
    UD_BREDDE integers an obligation.
    """
    dag, tlo, thi, art, flag, ind, own, ref, dag2 = K
    KF = (dag, tlo, thi, art, F, ind, own, ref, dag2)
    ud = 0
    for c in range(n_sager):
        s = SEG[c]
        e = SEG[c + 1]
        arter = tilstande(s, e, K, F, KON, SAET, SLET)
        sag_ud = ud
        for i in range(s, e):
            faerdig = INGEN
            faerdig_version = INGEN
            for y in range(BY[art[i]], BY[art[i] + 1]):
                r = BYL[y]
                if R[r + REGEL] == faerdig or R[r + VERSION] == faerdig_version:
                    continue
                if not R[r + VERSION_EFTER_FRIST] and not R[r + FRA] <= dag[i] <= R[r + TIL]:
                    continue
                if F[i] & R[r + NAAR_KRAV] != R[r + NAAR_KRAV] or F[i] & R[r + NAAR_FORBUD]:
                    continue
                if not passer(P, R[r + TRIG_OFF], R[r + TRIG_N], art[i], F[i]):
                    continue
                faerdig_version = R[r + VERSION]
                form = R[r + FORM]
                a = i if form == FOER else find_anker(P, R, r, i, s, e, KF)
                if a == INGEN:
                    continue
                # The window before it is moved; -1 as start of search = from the anchor on.
                fra_dag = INGEN
                frist_dag = dag[i]
                frist_lo = frist_hi = 0
                if form == TIMER:
                    frist_lo = tlo[a] + R[r + FRIST_N] * 3_600_000
                    frist_hi = thi[a] + R[r + FRIST_N] * 3_600_000
                    frist_dag = lokal_dag(frist_hi, KAL, kal_fra, kal_n)
                elif form == FOER:
                    fra_dag = -FJERN
                    if R[r + TIDLIGST_ENHED] == 0:
                        fra_dag = dag[i] - R[r + TIDLIGST_N]
                    elif R[r + TIDLIGST_ENHED] == 1:
                        fra_dag = plus_maaneder(dag[i], -R[r + TIDLIGST_N])
                elif form == DATO and dag2[i] > 0:
                    frist_dag = dag2[i]
                elif form == HVERT or form == HVER:
                    pass
                elif R[r + FRIST_ENHED] == INGEN:
                    continue
                else:
                    frist_dag = laeg_til(
                        dag[a], R[r + FRIST_ENHED], R[r + FRIST_N], KAL, kal_fra, kal_n
                    )
                if R[r + RUL]:
                    frist_dag = KAL[4 * kal_n + frist_dag - kal_fra]
                if R[r + VERSION_EFTER_FRIST] and form != HVERT and form != HVER:
                    if not R[r + FRA] <= frist_dag <= R[r + TIL]:
                        continue
                if R[r + EN_PR_ANKER]:
                    kendt = False
                    for u in range(sag_ud, ud):
                        o = u * UD_BREDDE
                        if (
                            UD[o + UD_TRIN] != i
                            and UD[o + UD_ANKER] == a
                            and R[UD[o + UD_R] * BREDDE + REGEL] == R[r + REGEL]
                        ):
                            kendt = True
                            break
                    if kendt:
                        faerdig = R[r + REGEL]
                        continue
                bort = INGEN
                if R[r + BORT_ARTER] & arter:
                    bort = find_bortfald(P, R, r, i, a, e, KF)
                undtagelse = INGEN
                for u in range(R[r + UNDT_N]):
                    p = R[r + UNDT_OFF] + u * UNDT_BLOK
                    if F[i] & P[p] == P[p] and not F[i] & P[p + 1]:
                        undtagelse = u
                        break
                k = 0
                while True:
                    # One obligation, or one per period.
                    if form == HVERT:
                        aar = aar_maaned_dag(dag[i])[0] + k
                        fra_dag = dag_fra(aar, 1, 1)
                        frist_dag = dag_fra(aar + 1, 1, 1) - 1
                    elif form == HVER:
                        if R[r + FRIST_ENHED] == 1:
                            fra_dag = plus_maaneder(dag[a], k * R[r + FRIST_N])
                            frist_dag = plus_maaneder(dag[a], (k + 1) * R[r + FRIST_N]) - 1
                        else:
                            fra_dag = dag[a] + k * R[r + FRIST_N]
                            frist_dag = fra_dag + R[r + FRIST_N] - 1
                    if form == HVERT or form == HVER:
                        if fra_dag > horisont or (bort != INGEN and fra_dag > dag[bort]):
                            break
                        if (form == HVERT and R[r + KUN_HELE] and fra_dag < dag[i]) or (
                            R[r + VERSION_EFTER_FRIST] and not R[r + FRA] <= frist_dag <= R[r + TIL]
                        ):
                            k += 1
                            continue
                    elif R[r + DOG_N] or R[r + UDSK_N]:
                        frist_dag = flyttet_frist(P, R, r, i, e, frist_dag, KF)
                    sen_dag = FJERN
                    if form == HVERT or form == HVER:
                        sen_dag = frist_dag
                    elif R[r + SEN_ENHED] != INGEN:
                        sen_dag = laeg_til(
                            frist_dag, R[r + SEN_ENHED], R[r + SEN_N], KAL, kal_fra, kal_n
                        )
                    opf = uvis = INGEN
                    if R[r + RESP_ARTER] & arter:
                        opf, uvis = saml_svar(
                            P, R, r, i, a, s, e, fra_dag, frist_dag, frist_lo, frist_hi, sen_dag, KF
                        )
                    frav = INGEN
                    if R[r + FRAV_N]:
                        if R[r + FRAV_ARTER] & arter:
                            frav = find_fravalg(
                                P, R, r, i, a, s, e, fra_dag, frist_dag, frist_hi, KF
                            )
                    selv_i_tide = tlo[i] <= frist_hi if form == TIMER else dag[i] <= frist_dag
                    if R[r + FRAV_SELV] & F[i] and selv_i_tide:
                        if frav == INGEN or tlo[i] < tlo[frav]:
                            frav = i
                    b = bort
                    if b != INGEN and (tlo[b] > frist_hi if form == TIMER else dag[b] > frist_dag):
                        b = INGEN
                    sent = 0
                    if opf != INGEN:
                        sent = int(tlo[opf] > frist_hi if form == TIMER else dag[opf] > frist_dag)
                    luk = 0
                    luk_ms = FJERN
                    if undtagelse != INGEN:
                        luk = LUK_UNDT
                        luk_ms = tlo[i]
                    else:
                        if opf != INGEN and not sent:
                            luk = LUK_OPF
                            luk_ms = tlo[opf]
                        if frav != INGEN and tlo[frav] < luk_ms:
                            luk = LUK_FRAV
                            luk_ms = tlo[frav]
                        if b != INGEN and tlo[b] < luk_ms:
                            luk = LUK_BORT
                            luk_ms = tlo[b]
                    if ud >= plads:
                        return -1
                    o = ud * UD_BREDDE
                    UD[o + UD_R] = r // BREDDE
                    UD[o + UD_TRIN] = i
                    UD[o + UD_NR] = k
                    UD[o + UD_ANKER] = a
                    UD[o + UD_FRIST] = frist_dag
                    UD[o + UD_FRIST_MS] = frist_hi
                    UD[o + UD_LUK] = luk
                    UD[o + UD_LUK_MS] = luk_ms
                    UD[o + UD_OPF] = opf
                    UD[o + UD_SENT] = sent
                    UD[o + UD_FRAV] = frav
                    UD[o + UD_BORT] = b
                    UD[o + UD_UVIS] = uvis if luk == 0 else INGEN
                    UD[o + UD_UNDTAGELSE] = undtagelse
                    ud += 1
                    if form != HVERT and form != HVER:
                        break
                    k += 1
                if not (R[r + VERSION_EFTER_FRIST] and (form == HVERT or form == HVER)):
                    faerdig = R[r + REGEL]
    return ud
