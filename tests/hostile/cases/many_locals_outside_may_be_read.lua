-- ends: fine
-- file: checks/hostile.lua
local v1, v2, v3, v4, v5, v6, v7, v8, v9, v10 = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
local v11, v12, v13, v14, v15, v16, v17, v18, v19, v20 = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
local v21, v22, v23, v24, v25, v26, v27, v28, v29, v30 = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
local v31, v32, v33, v34, v35, v36, v37, v38, v39, v40 = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
local v41, v42, v43, v44, v45, v46, v47, v48, v49, v50 = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
local v51, v52, v53, v54, v55, v56, v57, v58, v59, v60 = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
local v61, v62, v63, v64, v65, v66, v67, v68, v69, v70 = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
local v71, v72, v73, v74, v75, v76, v77, v78, v79, v80 = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
local v81, v82, v83, v84, v85, v86, v87, v88, v89, v90 = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
local v91, v92, v93, v94, v95, v96, v97, v98, v99, v100 = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
local v101, v102, v103, v104, v105, v106, v107, v108, v109, v110 = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
local v111, v112, v113, v114, v115, v116, v117, v118, v119, v120 = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
local v121, v122, v123, v124, v125, v126, v127, v128, v129, v130 = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
rule {
  id = 'test.hostile', title = '测试', law = '测试法', severity = 'error', kinds = { 'subject' },
  reads = { 'filing.data.basic.name' },
  check = function(facts, say)
  local s0 = v1 + v2 + v3 + v4 + v5 + v6 + v7 + v8 + v9 + v10
  local s1 = v11 + v12 + v13 + v14 + v15 + v16 + v17 + v18 + v19 + v20
  local s2 = v21 + v22 + v23 + v24 + v25 + v26 + v27 + v28 + v29 + v30
  local s3 = v31 + v32 + v33 + v34 + v35 + v36 + v37 + v38 + v39 + v40
  local s4 = v41 + v42 + v43 + v44 + v45 + v46 + v47 + v48 + v49 + v50
  local s5 = v51 + v52 + v53 + v54 + v55 + v56 + v57 + v58 + v59 + v60
  local s6 = v61 + v62 + v63 + v64 + v65 + v66 + v67 + v68 + v69 + v70
  local s7 = v71 + v72 + v73 + v74 + v75 + v76 + v77 + v78 + v79 + v80
  local s8 = v81 + v82 + v83 + v84 + v85 + v86 + v87 + v88 + v89 + v90
  local s9 = v91 + v92 + v93 + v94 + v95 + v96 + v97 + v98 + v99 + v100
  local s10 = v101 + v102 + v103 + v104 + v105 + v106 + v107 + v108 + v109 + v110
  local s11 = v111 + v112 + v113 + v114 + v115 + v116 + v117 + v118 + v119 + v120
  local s12 = v121 + v122 + v123 + v124 + v125 + v126 + v127 + v128 + v129 + v130
  assert(s0 + s12 == 20)
  end,
}
