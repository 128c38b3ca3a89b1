-- What a person filled in, or gave their word for, is found when they die or turn out to be another.
create index drafts_of_applicant on drafts (applicant_id);
create index consents_of_applicant on consents (applicant_id);
create index consents_of_agent on consents (agent_id);
