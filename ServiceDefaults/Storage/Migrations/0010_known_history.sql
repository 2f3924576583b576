-- Which history of the database this service has lived in: after a restore or a failover it is another (the timeline goes up), and what was
-- committed, told or taken in meanwhile by others may be gone. Then each owner tells once more how everything is.
alter table change_head add column known_history text;
