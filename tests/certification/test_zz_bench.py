import time
from pvfootprint.certification.overview import overview
from pvfootprint.certification.waiting import tasks
from pvfootprint.certification.listing import rows
def test_bench(house, case_at):
    app = house.case_at("")
    entries = [e for e in house.entries(app)]
    cert = house.case(app).certificate
    centries = house.entries(cert)
    n=500
    with house.registry.writing() as t:
        for i in range(n):
            for e in entries:
                d=e.data; d.pop("allotted",None)
                if e.act=="certify": d["number"]=f"X-{i}"
                t.append(e.act, f"A-{i}", d, house.actor(e.person))
            for e in centries:
                d=e.data
                if e.act=="allot": d["application"]=f"A-{i}"; d["allotted"]["running"]=i+2; d["allotted"]["series"]="x"; d["allotted"]["running"]=i+1
                t.append(e.act, f"X-{i}", d, house.actor(e.person))
    out=open('/tmp/flowc/bench.txt','w')
    with house.reading() as s:
        t0=time.time(); o=overview(s, house.clock.day); t1=time.time()
        found=tasks(o); t2=time.time(); r=list(rows(o)); t3=time.time()
        print(s.size(), t1-t0, t2-t1, t3-t2, len(found), len(r), file=out)
    import datetime
    with house.reading() as s:
        o=overview(s, datetime.date(2027,12,1)); t1=time.time()
        found=tasks(o); t2=time.time(); print(t2-t1, len(found), file=out)
    from pvfootprint.certification.verifying import verify
    from pvfootprint.certification.verification.given import Given
    with house.reading() as s:
        t1=time.time(); v=verify(Given(name=cert,kind="number"), now=house.clock(), snapshot=s, schemes=[house.scheme]); t2=time.time()
        print('verify number', t2-t1, v.verdict, file=out)
    out.close()
